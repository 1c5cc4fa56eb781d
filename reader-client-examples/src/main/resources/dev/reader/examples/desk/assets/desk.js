// Shows what the server tells while a page is open. Without this script, pages reload instead.
(() => {
  "use strict";

  // Connects to the stream of an element, and connects again whatever happens. The browser itself sends the id of the
  // last event when a connection is cut; when it gives up, a new stream starts after that event.
  function listen(element, handlers) {
    let url = new URL(element.dataset.stream, location.href);
    let pause = 1000;
    const connect = () => {
      const source = new EventSource(url);
      source.onopen = () => { pause = 1000; document.body.classList.remove("offline"); };
      source.onerror = () => {
        document.body.classList.add("offline");
        if (source.readyState === EventSource.CLOSED) {
          setTimeout(connect, pause);
          pause = Math.min(pause * 2, 15000);
        }
      };
      for (const [name, handle] of Object.entries(handlers)) {
        source.addEventListener(name, event => {
          url.searchParams.set("after", event.lastEventId);
          handle(event.data);
        });
      }
      addEventListener("pagehide", () => source.close(), { once: true });
    };
    connect();
  }

  function element(html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content.firstElementChild;
  }

  // Changes a part of the page. Who is at the keyboard stays at the same element or, if that is gone, at the other one.
  function change(part, instead, action) {
    const focused = document.activeElement;
    const inside = part.contains(focused);
    action();
    if (inside && !document.body.contains(focused)) {
      (focused.id && document.getElementById(focused.id) || instead)?.focus({ preventScroll: true });
    }
  }

  // a page from the browser's own cache is as old as it is
  addEventListener("pageshow", event => { if (event.persisted) location.reload(); });

  const list = document.getElementById("jobs");
  if (list && list.dataset.stream) {
    listen(list, {
      row(html) {
        const row = element(html);
        const old = document.getElementById(row.id);
        if (old) {
          change(old, row.querySelector("a"), () => old.replaceWith(row));
        } else {
          list.prepend(row);
          document.getElementById("no-jobs")?.remove();
        }
      },
    });
  }

  const job = document.getElementById("job");
  if (job) {
    const actions = document.getElementById("job-actions");
    // the parts that depend on the person's form token, or on the whole list of failures, come with the page
    const refresh = async state => {
      if (state === actions.dataset.state) return;
      const response = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (!response.ok) return;
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
      for (const id of ["job-actions", "job-failures", "job-pager"]) {
        const part = document.getElementById(id);
        change(part, document.getElementById("job-state"),
          () => part.replaceChildren(...fresh.getElementById(id).childNodes));
      }
      actions.dataset.state = fresh.getElementById("job-actions").dataset.state;
    };
    listen(job, {
      job(html) {
        const state = document.getElementById("job-state");
        state.innerHTML = html;
        refresh(state.querySelector(".state").textContent);
      },
      pages(html) {
        const pages = document.getElementById("job-pages");
        if (!("live" in pages.dataset)) return;
        change(pages, document.getElementById("job-state"), () => { pages.innerHTML = html; });
      },
    });
  }
})();
