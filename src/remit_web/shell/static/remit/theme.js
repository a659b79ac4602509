// Colours follow the device by themselves; the attribute is for the few pictures in Tabler that ask for it.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const set = () => document.documentElement.setAttribute("data-bs-theme", dark.matches ? "dark" : "light");
  dark.addEventListener("change", set);
  set();
})();
