import { expect, it } from "vitest";
import { Circuit } from "./circuit.ts";

it("Circuit_BrokenAndConnectedAgain_IsToldOnceEach", () => {
  const reporter = new EventTarget();
  const told: string[] = [];
  const events = { onLost: () => told.push("lost"), onBack: () => told.push("back") };
  const circuit = new Circuit(events, reporter);
  const say = (state: string) =>
    reporter.dispatchEvent(
      new CustomEvent("components-reconnect-state-changed", { detail: { state } }),
    );
  expect(circuit.isOpen).toBe(true);
  say("show");
  say("retrying");
  expect(circuit.isOpen).toBe(false);
  say("hide");
  expect(circuit.isOpen).toBe(true);
  expect(told).toEqual(["lost", "back"]);
  circuit.dispose();
  say("show");
  expect(told).toEqual(["lost", "back"]);
});
