const bounds = { left: [180, 460], right: [250, 560] };
const initial = { left: 236, right: 300 };

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
      apply(side, initial[side]);
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
