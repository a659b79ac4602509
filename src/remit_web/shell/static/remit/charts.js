// Draws each chart again where it can be pointed at. Without this script the drawing of the server stays.
(() => {
  const NARROW = 520;
  const own = document.currentScript.dataset; // data-echarts, data-world: addresses of the library and the shapes
  const figures = [...document.querySelectorAll("figure.chart[data-chart]")];
  let library;
  let world;

  const load = (address) =>
    new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });

  const echartsReady = () => (library ??= load(own.echarts));
  const worldReady = () =>
    (world ??= fetch(own.world)
      .then((answer) => answer.json())
      .then((shapes) => window.echarts.registerMap("world", shapes)));

  // A definition names colours ("@accent"); the style sheet knows them, light or dark.
  const painted = (value, style) => {
    if (typeof value === "string" && value.startsWith("@")) {
      return style.getPropertyValue(`--chart-${value.slice(1)}`).trim() || value;
    }
    if (Array.isArray(value)) return value.map((one) => painted(one, style));
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, painted(one, style)]));
    }
    return value;
  };

  // A map was measured for the width that the server drew; it keeps its proportions at any other.
  const fitted = (picture, width) => {
    const option = structuredClone(picture.option);
    let height = picture.height;
    for (const series of option.series) {
      if (series.type !== "map") continue;
      const below = height - series.height;
      series.height = Math.round((series.height * width) / picture.width);
      series.width = width;
      height = series.height + below;
    }
    return { option, height };
  };

  const alive = (figure) => {
    const block = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
    const place = document.createElement("div");
    place.className = "chart-live";
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", `${block.title}. ${block.summary}`);
    let chart;

    const draw = () => {
      const width = Math.floor(figure.clientWidth);
      if (!width) return;
      const { option, height } = fitted(width < NARROW ? block.narrow : block.wide, width);
      if (!place.isConnected) figure.prepend(place);
      place.style.height = `${height}px`;
      chart ??= window.echarts.init(place, null, { renderer: "svg" });
      chart.resize({ width, height });
      chart.setOption(painted(option, getComputedStyle(figure)), { notMerge: true });
    };

    draw();
    let waiting;
    let before = figure.clientWidth;
    new ResizeObserver(() => {
      if (figure.clientWidth === before) return;
      before = figure.clientWidth;
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(draw);
    }).observe(figure);
    new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  };

  const seen = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        seen.unobserve(target);
        echartsReady()
          .then(() => (target.querySelector("script").textContent.includes('"world":true') ? worldReady() : null))
          .then(() => alive(target))
          .catch(() => {}); // the drawing of the server stays
      }
    },
    { rootMargin: "200px" },
  );
  figures.forEach((figure) => seen.observe(figure));
})();
