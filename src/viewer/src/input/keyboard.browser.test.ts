import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { element } from "../page/dom.ts";
import { Keyboard } from "./keyboard.ts";
import { KeysInForce } from "./keysInForce.ts";

let root: HTMLElement;
let home: HTMLElement;
let keyboard: Keyboard;
let keys: KeysInForce;
let actions: string[];
let clicks: number;
let blocked: number;

beforeEach(() => {
  [actions, clicks, blocked] = [[], 0, 0];
  home = element("div", { text: "picture", attributes: { tabindex: "0" } });
  const command = element("button", { text: "command", testId: "command" });
  command.addEventListener("click", () => clicks++);
  const range = element("input", {
    testId: "range",
    attributes: { type: "range", "aria-label": "z" },
  });
  const list = element("select", { testId: "list", attributes: { "aria-label": "list" } }, [
    element("option", { text: "one" }),
    element("option", { text: "two" }),
  ]);
  root = element("div", {}, [
    home,
    command,
    range,
    list,
    element("input", { testId: "text", attributes: { type: "text", "aria-label": "search" } }),
    element("div", { testId: "blocks", attributes: { role: "listbox", tabindex: "0" } }),
    element("div", {
      testId: "dialog",
      text: "dialog",
      attributes: { role: "dialog", hidden: "" },
    }),
  ]);
  document.body.append(root);
  keys = new KeysInForce(3);
  keyboard = new Keyboard(
    home,
    keys,
    ({ kind }) => actions.push(kind),
    undefined,
    () => blocked++,
  );
  home.focus();
});

afterEach(() => {
  keyboard.dispose();
  root.remove();
});

describe("keys", () => {
  it("Keys_OnThePage_AreTheViewers", async () => {
    await userEvent.keyboard("1{ArrowDown}{ArrowRight} r?{Control>}z{/Control}{Alt>}2{/Alt}");
    expect(actions).toEqual([
      "label",
      "block",
      "slice",
      "autoplay",
      "resetView",
      "help",
      "undo",
      "channel",
    ]);
  });

  it("Keys_GivenToOtherCommands_CountAtOnce_AndTitlesNameThem", async () => {
    const named = element("button", {
      title: "Reset the view (R)",
      attributes: { "data-key-of": "resetView" },
    });
    root.append(named);
    await userEvent.keyboard("rq");
    keys.use({ label1: "q", note: "r", resetView: "h" });
    await userEvent.keyboard("rqh1");
    expect(actions).toEqual(["resetView", "noMeaning", "note", "label", "resetView", "label"]);
    expect(named.title).toBe("Reset the view (H)");
    keys.use({});
    await userEvent.keyboard("r1{ArrowDown}");
    expect(actions.slice(-3)).toEqual(["noMeaning", "label", "block"]);
    expect(named.title).toBe("Reset the view");
    keys.use(null);
    expect(named.title).toBe("Reset the view (R)");
  });

  it("Keys_InATextField_AreItsOwnUntilEnterLeavesIt", async () => {
    await userEvent.click(page.getByTestId("text"));
    await userEvent.keyboard("12r{ArrowDown}{Backspace}");
    expect(actions).toEqual([]);
    expect(page.getByTestId("text").element()).toHaveProperty("value", "12");
    await userEvent.keyboard("{Enter}1");
    expect(document.activeElement).toBe(home);
    expect(actions).toEqual(["label"]);
  });

  it("Enter_InAFieldThatRefusesItsText_StaysThereSoThatNoKeyLabels", async () => {
    page.getByTestId("text").element().ariaInvalid = "true";
    await userEvent.click(page.getByTestId("text"));
    await userEvent.keyboard("x{Enter}1");
    expect(actions).toEqual([]);
    expect(page.getByTestId("text").element()).toHaveProperty("value", "x1");
    await userEvent.keyboard("{Escape}1");
    expect(actions).toEqual(["label"]);
  });

  it("Escape_InATextField_LeavesIt", async () => {
    await userEvent.click(page.getByTestId("text"));
    await userEvent.keyboard("{Escape}2");
    expect(actions).toEqual(["label"]);
  });

  it("Keys_WhileADialogIsOpen_AreNobodysLabel", async () => {
    page.getByTestId("dialog").element().removeAttribute("hidden");
    await userEvent.keyboard("1{ArrowDown}");
    expect(actions).toEqual([]);
    // What would have decided something is spoken of; what is typed in a field is not.
    expect(blocked).toBe(1);
    await userEvent.keyboard("{Backspace}ur{Control>}z{/Control}");
    expect(blocked).toBe(4);
    await userEvent.fill(page.getByTestId("text"), "7");
    await userEvent.keyboard("1");
    expect(actions).toEqual([]);
    expect(blocked).toBe(4);
  });

  it("Keys_WhileTheViewerIsHidden_DoNothing", async () => {
    home.style.display = "none";
    await userEvent.keyboard("1{ArrowDown}");
    expect(actions).toEqual([]);
  });
});

describe("focus", () => {
  it("BlockList_ReachedByTab_LeavesItsKeysToTheViewer", async () => {
    (page.getByTestId("text").element() as HTMLElement).focus();
    await userEvent.tab();
    expect(document.activeElement).toBe(page.getByTestId("blocks").element());
    await userEvent.keyboard("{ArrowDown}{Home}{End}{PageUp}{PageDown}");
    expect(actions).toEqual(["block", "firstBlock", "lastBlock", "pageUp", "pageDown"]);
    await userEvent.keyboard(" ");
    expect(actions).toHaveLength(5);
  });

  it("Slider_ReachedByTab_KeepsHomeAndEnd", async () => {
    await userEvent.tab();
    await userEvent.tab();
    await userEvent.keyboard("{Home}");
    expect((page.getByTestId("range").element() as HTMLInputElement).value).toBe("0");
    expect(actions).toEqual([]);
  });

  it("Button_ClickedWithTheMouse_GivesFocusBackAndSpaceIsAutoPlay", async () => {
    await userEvent.click(page.getByTestId("command"));
    expect(document.activeElement).toBe(home);
    await userEvent.keyboard(" 1");
    expect(clicks).toBe(1);
    expect(actions).toEqual(["autoplay", "label"]);
  });

  it("Button_ReachedByTab_KeepsSpaceButNotDigits", async () => {
    await userEvent.tab();
    expect(document.activeElement).toBe(page.getByTestId("command").element());
    await userEvent.keyboard(" ");
    expect(clicks).toBe(1);
    await userEvent.keyboard("1");
    expect(actions).toEqual(["label"]);
  });

  it("Button_FocusedOtherwise_IsPressedBySpace", async () => {
    (page.getByTestId("command").element() as HTMLElement).focus();
    await userEvent.keyboard(" ");
    expect(clicks).toBe(1);
    await userEvent.keyboard("{Enter}");
    expect(clicks).toBe(2);
    await userEvent.keyboard("1");
    expect(actions).toEqual(["label"]);
  });

  it.each([true, false])(
    "Enter_HeldOnAButtonWithTheViewerShown_%s_PressesItOnce",
    async (isShown) => {
      home.hidden = !isShown;
      (page.getByTestId("command").element() as HTMLElement).focus();
      await userEvent.keyboard("{Enter>4}");
      expect(clicks).toBe(1);
      await userEvent.keyboard("{/Enter}{Enter}");
      expect(clicks).toBe(2);
    },
  );

  it("Slider_ReachedByTab_KeepsItsArrows", async () => {
    await userEvent.tab();
    await userEvent.tab();
    const before = Number((page.getByTestId("range").element() as HTMLInputElement).value);
    await userEvent.keyboard("{ArrowRight}");
    expect(Number((page.getByTestId("range").element() as HTMLInputElement).value)).toBe(
      before + 1,
    );
    expect(actions).toEqual([]);
  });

  it("Slider_MovedWithTheMouse_LeavesTheArrowsToTheViewer", async () => {
    await userEvent.click(page.getByTestId("range"), { position: { x: 10, y: 5 } });
    await userEvent.keyboard("{ArrowRight}");
    expect(actions).toEqual(["slice"]);
  });

  it("List_ChosenFrom_GivesFocusBack", async () => {
    const list = page.getByTestId("list");
    (list.element() as HTMLElement).focus();
    await userEvent.selectOptions(list, "two");
    expect(document.activeElement).toBe(home);
  });
});
