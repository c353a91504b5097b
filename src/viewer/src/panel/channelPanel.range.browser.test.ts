import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import "../viewer.css";
import { ChannelPanelRig, channel, flat, model } from "../testing/channelPanelRig.ts";

let rig: ChannelPanelRig;

beforeEach(() => {
  rig = new ChannelPanelRig();
});

afterEach(() => rig.dispose());

const low = () => page.getByTestId("channel-min").first();
const high = () => page.getByTestId("channel-max").first();
const graph = () => page.getByTestId("channel-histogram").first();

describe("range", () => {
  it("Limits_OfIntegers_AreSaidAsIntegers", () => {
    const settings = { color: "#00ff00", visible: true, limits: [10.4, 198.86], gamma: 1 } as const;
    rig.show(model([channel("488", { settings })]));
    expect(low().element()).toHaveProperty("value", "10");
    expect(high().element()).toHaveProperty("value", "199");
  });

  it("Handle_Dragged_ChangesTheLimitOnTheWayAndSettlesAtTheEnd", async () => {
    rig.show(model([channel("488")]));
    const { width } = graph().element().getBoundingClientRect();
    await userEvent.dragAndDrop(graph(), graph(), {
      sourcePosition: { x: 1, y: 20 },
      targetPosition: { x: width / 2, y: 20 },
    });
    const moves = rig.changes.filter(([, , isSettled]) => !isSettled);
    expect(moves.length).toBeGreaterThan(0);
    const [key, change, isSettled] = rig.changes.at(-1) ?? ["", {}, false];
    expect([key, isSettled, change.limits?.[1]]).toEqual(["488", true, 255]);
    expect(change.limits?.[0]).toBeGreaterThan(110);
    expect(change.limits?.[0]).toBeLessThan(140);
    expect(low().element()).toHaveProperty("value", String(change.limits?.[0]));
  });

  it("MiddleOfTheCurve_Dragged_ChangesGamma", async () => {
    rig.show(model([channel("488")]));
    const handle = page.getByTestId("channel-gamma-handle");
    await expect.poll(() => (handle.element() as HTMLElement).style.top).toBe("50%");
    const { width, height } = graph().element().getBoundingClientRect();
    await userEvent.dragAndDrop(handle, graph(), {
      targetPosition: { x: width / 2, y: height / 4 },
    });
    const [key, change, isSettled] = rig.changes.at(-1) ?? ["", {}, false];
    expect([key, isSettled]).toEqual(["488", true]);
    expect(change.gamma).toBeGreaterThan(0.35);
    expect(change.gamma).toBeLessThan(0.5);
    expect(change.limits).toBeUndefined();
  });

  it("Wheel_NarrowsAboutThePointer_AndSettlesAfterAPause", async () => {
    const settings = { color: "#00ff00", visible: true, limits: [55, 255], gamma: 1 } as const;
    rig.show(model([channel("488", { settings })]));
    const box = graph().element().getBoundingClientRect();
    const at = {
      clientX: box.left + (155 / 255) * box.width,
      clientY: box.top + 9,
      cancelable: true,
    };
    const narrower = new WheelEvent("wheel", { ...at, deltaY: -200, bubbles: true });
    graph().element().dispatchEvent(narrower);
    expect(narrower.defaultPrevented).toBe(true);
    const [key, change, isSettled] = rig.changes.at(-1) ?? ["", {}, true];
    const [from, to] = change.limits ?? [0, 0];
    expect([key, isSettled]).toEqual(["488", false]);
    // 100 below and above, times 1.0015 ^ -200.
    expect(Math.abs(155 - 74.1 - from)).toBeLessThanOrEqual(1);
    expect(Math.abs(155 + 74.1 - to)).toBeLessThanOrEqual(1);
    await expect.poll(() => rig.changes.at(-1)?.[2]).toBe(true);
    expect(rig.changes.at(-1)?.[1].limits).toEqual(change.limits);
  });

  it("Press_InAChannel_SelectsIt_AndTheSelectedOneIsMarked", async () => {
    rig.show(model([channel("488"), channel("561")]));
    const marked = () =>
      page
        .getByTestId("channel")
        .elements()
        .map((group) => group.getAttribute("aria-current"));
    expect(marked()).toEqual(["true", "false"]);
    await userEvent.click(page.getByTestId("channel-histogram").nth(1));
    expect(rig.selects.at(-1)).toBe("561");
    rig.show({ ...rig.current, selected: "561" });
    expect(marked()).toEqual(["false", "true"]);
  });

  it("RangeBetween_Dragged_MovesBothLimits", async () => {
    const settings = { color: "#00ff00", visible: true, limits: [50, 100], gamma: 1 } as const;
    rig.show(model([channel("488", { settings })]));
    const { width } = graph().element().getBoundingClientRect();
    await userEvent.dragAndDrop(graph(), graph(), {
      sourcePosition: { x: (75 / 255) * width, y: 20 },
      targetPosition: { x: (125 / 255) * width, y: 20 },
    });
    const limits = rig.changes.at(-1)?.[1].limits ?? [0, 0];
    expect(limits[1] - limits[0]).toBe(50);
    expect(limits[0]).toBeGreaterThan(90);
  });

  it("Handle_ReachedByTab_MovesWithArrows", async () => {
    rig.show(model([channel("488")]));
    const handle = page.getByTestId("channel-handle-high").element() as HTMLElement;
    handle.focus();
    await userEvent.keyboard("{ArrowLeft}");
    expect(rig.changes.at(-1)?.[1].limits).toEqual([0, 252]);
  });

  it("Value_TypedWithEnter_IsTaken", async () => {
    rig.show(model([channel("488")]));
    await userEvent.click(high());
    await userEvent.keyboard("{Control>}a{/Control}100{Enter}");
    expect(rig.changes).toEqual([["488", { limits: [0, 100] }, true]]);
  });

  it.each(["abc", "-5"])("Value_%s_IsRefusedVisibly", async (text) => {
    rig.show(model([channel("488")]));
    await userEvent.fill(high(), text);
    await userEvent.tab();
    expect(rig.changes).toEqual([]);
    await expect.element(high()).toHaveAttribute("aria-invalid", "true");
    expect(rig.host.querySelector(".pv-refusal")?.textContent).not.toBe("");
  });

  it("Value_TypedThenEscape_IsAsBefore", async () => {
    rig.show(model([channel("488")]));
    await userEvent.fill(high(), "12");
    await userEvent.keyboard("{Escape}");
    expect(high().element()).toHaveProperty("value", "255");
    expect(rig.changes).toEqual([]);
  });

  it("Typing_WhileThePanelRefreshes_IsNotOverwritten", async () => {
    rig.show(model([channel("488")]));
    await userEvent.click(high());
    await userEvent.keyboard("{Control>}a{/Control}10");
    rig.show(model([channel("488")]));
    expect(high().element()).toHaveProperty("value", "10");
  });

  it("FlatChannel_SaysSoInsteadOfARange", async () => {
    rig.show(model([channel("488", { statistics: flat })]));
    await expect.element(page.getByText("Flat: every voxel is 7")).toBeVisible();
  });
});
