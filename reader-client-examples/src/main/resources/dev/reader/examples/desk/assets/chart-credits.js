// Draws the credits left and spent, and again when there are new samples.
(async () => {
  "use strict";
  const REFRESH_MILLIS = 30000;
  const MINUTES = 60000;
  const canvas = document.getElementById("credits");
  const style = getComputedStyle(document.documentElement);
  const color = name => style.getPropertyValue(name).trim();
  const line = (label, stroke, axis) => ({
    label, yAxisID: axis, data: [], borderColor: stroke, backgroundColor: stroke, borderWidth: 2, tension: 0,
  });
  Chart.defaults.color = color("--soft");
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  const axis = (position, title, grid) => ({
    position, title: { display: true, text: title }, grid: { color: color("--line"), drawOnChartArea: grid },
    ticks: { precision: 0, maxTicksLimit: 5 }, suggestedMin: title === "Spent" ? 0 : undefined,
  });
  const chart = new Chart(canvas, {
    type: "line",
    data: { labels: [], datasets: [line("Left", color("--accent"), "left"), line("Spent", color("--warm"), "right")] },
    options: {
      animation: false, maintainAspectRatio: false, interaction: { mode: "index", intersect: false },
      plugins: { legend: { labels: { boxWidth: 12, boxHeight: 2 } } },
      scales: {
        x: {
          title: { display: true, text: "Time (UTC)" }, grid: { display: false },
          ticks: { maxTicksLimit: innerWidth < 600 ? 4 : 6, maxRotation: 0 },
        },
        left: axis("left", "Left", true), right: axis("right", "Spent", false),
      },
    },
  });

  // as exact as necessary, so that no two labels of the axis are the same
  function labels(samples) {
    const span = samples.length ? samples[samples.length - 1].at - samples[0].at : 0;
    const [from, to] = span < 10 * MINUTES ? [11, 19] : span < 20 * 60 * MINUTES ? [11, 16] : [5, 16];
    return samples.map(sample => new Date(sample.at).toISOString().slice(from, to).replace("T", " "));
  }

  async function refresh() {
    const response = await fetch(canvas.dataset.source).catch(() => null);
    if (!response || !response.ok) return; // the next time
    const samples = await response.json();
    chart.data.labels = labels(samples);
    for (const [index, key] of ["left", "spent"].entries()) {
      chart.data.datasets[index].data = samples.map(sample => sample[key]);
      chart.data.datasets[index].pointRadius = samples.length > 1 ? 0 : 3;
    }
    chart.update();
  }
  await refresh();
  setInterval(refresh, REFRESH_MILLIS);
})();
