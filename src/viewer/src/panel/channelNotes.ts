import { button, element, setText } from "../page/dom.ts";
import type { ChannelView } from "./panelModel.ts";

/** Says why a channel failed, or what to know about one that did not. */
export class ChannelNotes {
  readonly failure: HTMLElement;
  readonly notice = element("p", { class: "pv-notice" });
  private readonly reason = element("p");
  private readonly retry: HTMLButtonElement;

  constructor(channelName: string, onRetry: () => void) {
    this.retry = button("Retry", onRetry, {
      testId: "channel-retry",
      attributes: { "aria-label": `Retry ${channelName}` },
    });
    this.failure = element("div", { class: "pv-failure", testId: "channel-failure" }, [
      this.reason,
      this.retry,
    ]);
  }

  show({ failure, canRetry, notice, warning }: ChannelView): void {
    this.retry.hidden = !canRetry;
    this.failure.hidden = failure === null;
    setText(this.reason, failure ?? "");
    const notices = [warning?.text ?? null, notice].filter((words) => words !== null);
    this.notice.hidden = notices.length === 0;
    setText(this.notice, notices.join("\n"));
  }
}
