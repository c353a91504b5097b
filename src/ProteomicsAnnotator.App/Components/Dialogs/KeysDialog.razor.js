/**
 * Once a command's button is pressed, the next key is its: caught here, before anything on the page takes it for what it
 * means. Esc, and a press elsewhere, leave all as it was. What a key may be, the viewer decides: `viewer` is where its module is.
 */
export async function watchCaps(sheet, callbacks, viewer) {
  const { caughtKey } = await import(viewer);
  const leaving = new AbortController();
  const options = { signal: leaving.signal, capture: true };
  let command = null;
  // Of a modifier without another key behind it.
  let refusal = null;
  // Blazor throws on the spot where the circuit is gone; the banner behind says that the connection is.
  const tell = async (what, ...words) => {
    try {
      await callbacks.invokeMethodAsync(what, ...words);
    } catch {
      command = null;
    }
  };
  const catchFor = (name) => {
    [command, refusal] = [name, null];
    tell("onCatching", name);
  };
  const isOver = () => {
    if (!sheet.isConnected) {
      leaving.abort();
    }
    return command === null || leaving.signal.aborted;
  };

  sheet.addEventListener("click", ({ target }) => {
    const cap = target.closest("[data-command]");
    if (cap !== null) {
      cap.focus();
      catchFor(cap.dataset.command);
    } else if (target.closest(".trouble button") !== null) {
      // The button goes with the conflict.
      target.closest("li").querySelector("[data-command]").focus();
    }
  });
  addEventListener(
    "pointerdown",
    ({ target }) => {
      if (!isOver() && target.closest?.("[data-command]")?.dataset.command !== command) {
        catchFor(null);
      }
    },
    options,
  );
  addEventListener(
    "keydown",
    (event) => {
      if (isOver()) {
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.repeat) {
        return;
      }
      const caught = caughtKey(event);
      refusal = null;
      switch (caught.kind) {
        case "key": {
          const name = command;
          command = null;
          tell("onCaught", name, caught.key);
          break;
        }
        case "refused":
          tell("onRefused", caught.reason);
          break;
        case "waiting":
          refusal = caught.reason;
          break;
        default:
          catchFor(null);
      }
    },
    options,
  );
  addEventListener(
    "keyup",
    (event) => {
      if (isOver()) {
        return;
      }
      // A button is pressed when Space rises.
      event.preventDefault();
      if (refusal !== null) {
        tell("onRefused", refusal);
        refusal = null;
      }
    },
    options,
  );
}
