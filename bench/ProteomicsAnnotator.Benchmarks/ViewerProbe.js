// Runs in the page ahead of everything else. Animation frames pass through one queue, so that a frame that is due can
// be drawn at once ("step") or looked at right behind its last callback ("live").
(() => {
  const later = window.requestAnimationFrame.bind(window);
  const looks = new Set();
  let queue = new Map();
  let running = new Map();
  let isAsked = false;
  let isHeld = false;
  /** Frames are drawn as soon as they are due: nothing waits for the display. */
  let isPrompt = false;
  let last = 0;
  let watched = null;

  const draw = (time) => {
    isAsked = false;
    if (!isHeld) run(time);
  };
  const soon = new MessageChannel();
  soon.port1.onmessage = () => draw(performance.now());
  const ask = () => {
    if (!isAsked && !isHeld && queue.size > 0) {
      isAsked = true;
      if (isPrompt) soon.port2.postMessage(0);
      else later(draw);
    }
  };
  const run = (time) => {
    running = queue;
    queue = new Map();
    for (const [id, callback] of running) {
      running.delete(id);
      try {
        callback(time);
      } catch (error) {
        reportError(error);
      }
    }
    for (const look of [...looks]) look();
    ask();
  };
  window.requestAnimationFrame = (callback) => {
    queue.set(++last, callback);
    ask();
    return last;
  };
  window.cancelAnimationFrame = (id) => {
    queue.delete(id);
    running.delete(id);
  };

  const byTestId = (id) => document.querySelector(`[data-testid=${id}]`);
  const canvas = () => byTestId("viewer-canvas");
  const stage = () => canvas().parentElement;
  const itemOf = (block) => document.querySelector(`[data-testid=block-item][data-block-id="${block}"]`);
  const pixel = new Uint8Array(4);

  /** Returns once the GPU has done all that was asked of it: one pixel comes back. */
  const readBack = () => {
    const gl = canvas().getContext("webgl2");
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.readPixels(gl.drawingBufferWidth >> 1, gl.drawingBufferHeight >> 1, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
  };

  const finger = { pointerId: 1, pointerType: "mouse", isPrimary: true, buttons: 1 };
  const move = (target, x, y) =>
    target.dispatchEvent(
      new PointerEvent("pointermove", {
        ...finger,
        clientX: x,
        clientY: y,
        bubbles: true,
      }),
    );
  const acts = {
    key: (key, code) =>
      stage().dispatchEvent(
        new KeyboardEvent("keydown", { key, code: code ?? key, bubbles: true, cancelable: true }),
      ),
    mode: (text) =>
      [...byTestId("view-mode").querySelectorAll("button")].find((b) => b.textContent === text).click(),
    /** A click of no duration: a finger takes longer to rise, which would be time gained. */
    block: (id) => {
      const row = itemOf(id);
      row.dispatchEvent(new PointerEvent("pointerdown", { ...finger, button: 0, bubbles: true }));
      row.click();
    },
    turn: (x, y) => move(canvas(), x, y),
    contrast: (x, y) => move(byTestId("channel-histogram"), x, y),
  };
  const states = {
    painted: (id) => canvas().dataset.blockId === id,
    complete: (id) => canvas().dataset.blockId === id && canvas().dataset.complete === "true",
    refined: () => canvas().dataset.refined === "true",
    frame: (before) => canvas().dataset.frame !== before,
  };

  const frame = () => new Promise((resolve) => later(resolve));
  const settle = async (restMs = 60) => {
    stage().focus({ preventScroll: true });
    await frame();
    await frame();
    if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
    readBack();
  };
  const idle = () => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1000 }));

  window.probe = {
    /** Handler, the frame it made due, a pixel read back; without the wait for the next frame of the display. */
    async step(name, args, isBurst) {
      await settle(isBurst ? 0 : undefined);
      const before = canvas().dataset.frame;
      isHeld = true;
      const begin = performance.now();
      acts[name](...args);
      const handled = performance.now();
      run(handled);
      const drawn = performance.now();
      readBack();
      const end = performance.now();
      isHeld = false;
      ask();
      if (canvas().dataset.frame === before) throw new Error(`${name} ${args} drew nothing`);
      return { handler: handled - begin, draw: drawn - handled, readBack: end - drawn };
    },

    /** As "live", without the waits for the display's next frames. */
    async prompt(name, args, state, wanted) {
      await settle();
      isPrompt = true;
      try {
        return await window.probe.live(name, args, state, wanted);
      } finally {
        isPrompt = false;
      }
    },

    /** Until the picture is there, as it comes: with the waits for the display's next frames. */
    async live(name, args, state, wanted) {
      await settle();
      const awaited = state === "frame" ? canvas().dataset.frame : wanted;
      return await new Promise((resolve, reject) => {
        const begin = performance.now();
        const fail = setTimeout(() => {
          looks.delete(look);
          reject(new Error(`${name} ${args}: not ${state} ${wanted}`));
        }, 60000);
        const look = () => {
          if (states[state](awaited)) {
            readBack();
            clearTimeout(fail);
            looks.delete(look);
            resolve(performance.now() - begin);
          }
        };
        looks.add(look);
        // Some pictures are drawn outside of a frame.
        if (!watched) {
          watched = new MutationObserver(() => {
            for (const look of [...looks]) look();
          });
          watched.observe(canvas(), { attributes: true, attributeFilter: ["data-frame"] });
        }
        acts[name](...args);
      });
    },

    /** From the key until the list shows the label, which it does once it is on disk, and the page says so. */
    async label(label) {
      await settle();
      const item = itemOf(canvas().dataset.blockId);
      if (item.dataset.label === label) throw new Error("the label is there already");
      return await new Promise((resolve, reject) => {
        const begin = performance.now();
        const fail = setTimeout(() => {
          watcher.disconnect();
          reject(new Error(`label ${label} was not saved and shown`));
        }, 60000);
        const watcher = new MutationObserver(() => {
          const isSaved = byTestId("save-state").textContent.startsWith("Saved ");
          if (item.dataset.label === label && isSaved) {
            clearTimeout(fail);
            watcher.disconnect();
            resolve(performance.now() - begin);
          }
        });
        watcher.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
        acts.key(label, `Digit${label}`);
      });
    },

    /** Neighbours are there, uploaded and counted: nothing is under way any more. */
    async quiet() {
      const volumes = () => performance.getEntriesByType("resource").filter(({ name }) => name.includes("/api/volumes/")).length;
      for (let count = -1, calm = 0; calm < 4; ) {
        await new Promise((resolve) => setTimeout(resolve, 120));
        calm = volumes() === count ? calm + 1 : 0;
        count = volumes();
      }
      // The page is never quite idle for long: heartbeats, the program's own words.
      for (let calm = 0, tries = 0; calm < 6 && tries < 40; tries++) calm = (await idle()).timeRemaining() > 20 ? calm + 1 : 0;
      performance.clearResourceTimings();
      await settle();
    },

    state: () => ({ ...canvas().dataset, width: canvas().width, height: canvas().height }),
    renderer() {
      const gl = canvas().getContext("webgl2");
      const names = gl.getExtension("WEBGL_debug_renderer_info");
      return names === null ? gl.getParameter(gl.RENDERER) : gl.getParameter(names.UNMASKED_RENDERER_WEBGL);
    },
  };
})();
