import { button, element, setText } from "./dom.ts";

export interface FailedChannel {
  readonly index: number;
  readonly name: string;
  readonly file: string;
  readonly reason: string;
}

export interface StageNotesEvents {
  onRetry(index: number): void;
}

/** Words over the picture: channels that failed, an interrupted connection. */
export class StageNotes {
  private readonly failures = element("div", {
    class: "pv-stage-failures",
    testId: "failure-notes",
    attributes: { role: "status" },
  });
  private readonly banner = element("div", {
    class: "pv-banner",
    testId: "connection-banner",
    attributes: { role: "alert" },
  });
  private readonly word = element("div", {
    class: "pv-flash",
    testId: "stage-flash",
    attributes: { role: "status" },
  });
  private fading: ReturnType<typeof setTimeout> | undefined;
  private shown = "";

  constructor(
    host: HTMLElement,
    private readonly events: StageNotesEvents,
  ) {
    this.banner.hidden = true;
    host.append(this.failures, this.banner, this.word);
  }

  showFailures(failed: readonly FailedChannel[], notices: readonly string[]): void {
    const wanted = JSON.stringify([failed, notices]);
    if (wanted === this.shown) {
      return;
    }
    this.shown = wanted;
    this.failures.replaceChildren(
      ...failed.map(({ index, name, file, reason }) =>
        element("div", { class: "pv-stage-failure" }, [
          element("span", { text: `${name} (${file}): ${reason}` }),
          button("Retry", () => this.events.onRetry(index), {
            attributes: { "aria-label": `Retry ${name}` },
          }),
        ]),
      ),
      ...notices.map((notice) => element("div", { class: "pv-stage-notice", text: notice })),
    );
  }

  /** null: all is well. */
  showBanner(text: string | null): void {
    this.banner.hidden = text === null;
    setText(this.banner, text ?? "");
  }

  /** For a moment, where C# cannot show it. */
  flash(text: string): void {
    setText(this.word, text);
    clearTimeout(this.fading);
    this.fading = setTimeout(() => setText(this.word, ""), 4000);
  }

  dispose(): void {
    clearTimeout(this.fading);
    this.word.remove();
    this.failures.remove();
    this.banner.remove();
  }
}

/** In place of the picture, where the browser has no WebGL2. */
export function noWebGl2Page(): HTMLElement {
  const item = (text: string) => element("li", { text });
  return element(
    "div",
    { class: "pv-no-webgl", testId: "no-webgl2", attributes: { role: "alert" } },
    [
      element("h2", { text: "This browser shows no WebGL2 picture" }),
      element("p", {
        text: "Blocks are drawn with WebGL2, which is switched off or missing here.",
      }),
      element("ul", {}, [
        item(
          "Chrome, Chromium or Edge without a graphics card: start it with --enable-unsafe-swiftshader, " +
            "as the window that the program opens by itself does.",
        ),
        item(
          "Chrome, Chromium or Edge: switch on “Use graphics acceleration when available” in " +
            "Settings, System, and restart the browser. chrome://gpu says what is off.",
        ),
        item(
          "A managed computer: the policies HardwareAccelerationModeEnabled and Disable3DAPIs, or " +
            "EnableUnsafeSwiftShader where there is no graphics card, decide; ask the administrator.",
        ),
        item(
          "Firefox: set webgl.disabled to false and webgl.force-enabled to true in about:config.",
        ),
      ]),
    ],
  );
}
