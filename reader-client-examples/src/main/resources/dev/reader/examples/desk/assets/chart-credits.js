// Draws the credits left and spent.
(async () => {
  "use strict";
  const canvas = document.getElementById("credits");
  const samples = await (await fetch(canvas.dataset.source)).json();
  const style = getComputedStyle(document.documentElement);
  const color = name => style.getPropertyValue(name).trim();
  const line = (label, key, stroke, axis) => ({
    label, yAxisID: axis, data: samples.map(sample => sample[key]), borderColor: stroke, backgroundColor: stroke,
    borderWidth: 2, pointRadius: samples.length > 1 ? 0 : 3, tension: 0,
  });
  Chart.defaults.color = color("--soft");
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  const axis = (position, title, grid) => ({
    position, title: { display: true, text: title }, grid: { color: color("--line"), drawOnChartArea: grid },
    ticks: { precision: 0, maxTicksLimit: 5 }, suggestedMin: title === "Spent" ? 0 : undefined,
  });
  new Chart(canvas, {
    type: "line",
    data: {
      labels: samples.map(sample => new Date(sample.at).toISOString().slice(11, 16)),
      datasets: [line("Left", "left", color("--accent"), "left"), line("Spent", "spent", color("--warm"), "right")],
    },
    options: {
      animation: false, maintainAspectRatio: false, interaction: { mode: "index", intersect: false },
      plugins: { legend: { labels: { boxWidth: 12, boxHeight: 2 } } },
      scales: {
        x: { grid: { display: false }, ticks: { maxTicksLimit: 6, maxRotation: 0 } },
        left: axis("left", "Left", true), right: axis("right", "Spent", false),
      },
    },
  });
})();
