import { button, element, setText } from "../page/dom.ts";
import { icon } from "../page/icon.ts";
import { Popover } from "../page/popover.ts";

export interface FailedChannel {
  readonly index: number;
  readonly name: string;
  readonly file: string;
  readonly reason: string;
  /** Reading it again may help. */
  readonly canRetry: boolean;
}

export interface StageNotesEvents {
  onRetry(index: number): void;
}

export interface NotesHost {
  readonly stage: HTMLElement;
  /** The strip below the top bar. */
  readonly banner: HTMLElement;
  /** In the header above the picture. */
  readonly aside: HTMLElement;
}

/** What stands beside the picture: channels that failed, an interrupted connection. Only lost graphics are said in its place. */
export class StageNotes {
  private readonly failures = element("div", {
    class: "pv-failures",
    testId: "failure-notes",
    attributes: { role: "status" },
  });
  private readonly summary = button("", () => undefined, { class: "pv-quiet pv-failures-summary" });
  private readonly words = element("span");
  private readonly details: Popover;
  private readonly graphics = element("div", {
    class: "pv-graphics-lost",
    testId: "graphics-lost",
    attributes: { role: "alert" },
  });
  private readonly banner: HTMLElement;
  private readonly bannerWords = element("span");
  private readonly word = element("div", {
    class: "pv-flash",
    testId: "stage-flash",
    attributes: { role: "status" },
  });
  private fading: ReturnType<typeof setTimeout> | undefined;
  private shown = "";

  constructor(
    host: NotesHost,
    private readonly events: StageNotesEvents,
  ) {
    this.banner = element(
      "div",
      { class: "banner", testId: "connection-banner", attributes: { role: "alert" } },
      [icon("warning"), this.bannerWords],
    );
    this.banner.hidden = true;
    this.summary.append(icon("warning"), this.words);
    this.details = new Popover(this.summary, "About this block", []);
    this.failures.append(this.summary, this.details.panel);
    this.failures.hidden = true;
    host.stage.append(this.graphics);
    host.banner.append(this.banner);
    host.aside.append(this.word, this.failures);
  }

  showFailures(failed: readonly FailedChannel[], notices: readonly string[]): void {
    const wanted = JSON.stringify([failed, notices]);
    if (wanted === this.shown) {
      return;
    }
    this.shown = wanted;
    this.failures.hidden = failed.length + notices.length === 0;
    this.summary.classList.toggle("pv-bad", failed.length > 0);
    setText(this.words, summaryOf(failed.length, notices));
    this.details.panel.replaceChildren(
      ...failed.map((channel) => this.failureNote(channel)),
      ...notices.map((notice) => element("div", { class: "pv-stage-notice", text: notice })),
    );
  }

  /** The graphics context, and with it the picture, is lost. */
  showGraphicsLost(isLost: boolean): void {
    setText(this.graphics, isLost ? GRAPHICS_LOST : "");
  }

  get isGraphicsLost(): boolean {
    return this.graphics.textContent !== "";
  }

  /** null: all is well. */
  showBanner(text: string | null): void {
    // TopBar.razor.css then writes "Not connected" in place of "saved".
    document.documentElement.toggleAttribute("data-interrupted", text !== null);
    this.banner.hidden = text === null;
    setText(this.bannerWords, text ?? "");
  }

  /** Shows words for a moment, where C# cannot. */
  flash(text: string): void {
    setText(this.word, text);
    clearTimeout(this.fading);
    this.fading = setTimeout(() => setText(this.word, ""), 4000);
  }

  private failureNote({ index, name, file, reason, canRetry }: FailedChannel): HTMLElement {
    const words = element("span", { text: `${name} (${file}): ${reason}` });
    const retry = button("Retry", () => this.events.onRetry(index), {
      attributes: { "aria-label": `Retry ${name}` },
    });
    return element("div", { class: "pv-stage-failure" }, canRetry ? [words, retry] : [words]);
  }

  dispose(): void {
    clearTimeout(this.fading);
    this.word.remove();
    this.failures.remove();
    this.graphics.remove();
    this.banner.remove();
    document.documentElement.removeAttribute("data-interrupted");
  }
}

/** One remark by its first words, as "Sizes differ"; the popover has all of it. */
function summaryOf(failed: number, notices: readonly string[]): string {
  if (failed > 0) {
    return `${failed} unreadable`;
  }
  if (notices.length > 1) {
    return `${notices.length} remarks`;
  }
  return notices[0]?.startsWith(SIZES_DIFFER) ? SIZES_DIFFER.toLowerCase() : "1 remark";
}

/** How the remark on channels of different sizes begins. */
export const SIZES_DIFFER = "Sizes differ";

const GRAPHICS_LOST =
  "The graphics were lost, so no picture is shown and no label is taken. They come back by themselves in most cases; " +
  "if not, reload this page.";

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
