const bounds = { left: [180, 460], right: [250, 560] };

/** Makes the separators of the workspace grid draggable, by pointer and by arrow keys; widths go to C# when settled. */
export function watchSplitters(grid, callbacks) {
  const widthOf = (side) => Number.parseInt(getComputedStyle(grid).getPropertyValue(`--${side}`), 10);
  const settle = () => callbacks.invokeMethodAsync("onPanelWidths", widthOf("left"), widthOf("right"));
  const apply = (side, width) => {
    const [low, high] = bounds[side];
    grid.style.setProperty(`--${side}`, `${Math.round(Math.min(high, Math.max(low, width)))}px`);
    tell();
  };
  const tell = () => {
    for (const splitter of grid.querySelectorAll(".splitter")) {
      splitter.setAttribute("aria-valuenow", String(widthOf(splitter.dataset.side)));
    }
  };
  for (const splitter of grid.querySelectorAll(".splitter")) {
    const side = splitter.dataset.side;
    [splitter.ariaValueMin, splitter.ariaValueMax] = bounds[side].map(String);
    const sign = side === "left" ? 1 : -1;
    splitter.tabIndex = 0;
    splitter.addEventListener("pointerdown", (down) => {
      const start = widthOf(side);
      splitter.setPointerCapture(down.pointerId);
      const move = (event) => apply(side, start + sign * (event.clientX - down.clientX));
      splitter.addEventListener("pointermove", move);
      splitter.addEventListener(
        "lostpointercapture",
        () => {
          splitter.removeEventListener("pointermove", move);
          settle();
        },
        { once: true },
      );
      down.preventDefault();
    });
    splitter.addEventListener("dblclick", () => {
      // The style sheet's width, which goes with the window.
      grid.style.removeProperty(`--${side}`);
      tell();
      settle();
    });
    splitter.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -16, ArrowRight: 16 }[event.key];
      if (step) {
        apply(side, widthOf(side) + sign * step);
        settle();
        event.preventDefault();
        event.stopPropagation();
      }
    });
  }
  tell();
}

/** The program ends: the last thing the page says. An app window closes by itself where the browser lets it. */
export function farewell() {
  const words = document.createElement("p");
  words.className = "farewell";
  words.role = "status";
  words.textContent = "Proteomics Annotator has ended. This window can be closed.";
  const cover = document.createElement("div");
  cover.className = "farewell-cover";
  cover.append(words);
  document.body.append(cover);
  window.close();
}

// Dark, light, or as the system has it. The next page is made with the cookie.
const THEME_COOKIE = "annotator-theme";
const YEAR_S = 365 * 24 * 3600;

/** Shows at once which theme is chosen, and keeps it. */
export function watchTheme(grid) {
  const { dataset } = document.documentElement;
  for (const choice of grid.querySelectorAll("input[name=theme]")) {
    choice.checked = choice.value === (dataset.theme || "system");
    choice.addEventListener("change", () => {
      dataset.theme = choice.value;
      document.cookie = `${THEME_COOKIE}=${choice.value}; path=/; max-age=${YEAR_S}; samesite=strict`;
    });
  }
}
