import { expect, it } from "vitest";
import { callFault } from "./callFault.ts";

/** As Blazor 10 words them: DotNetDispatcher, RemoteJSDataStream and SignalR's HubConnection. */
it.each([
  [
    "There was an exception invoking 'onLabel'. For more details turn on detailed exceptions in 'CircuitOptions.DetailedErrors'",
    "the program met an error of its own; its terminal says which",
  ],
  [
    "Cannot send data if the connection is not in the 'Connected' State.",
    "the connection to the program is interrupted",
  ],
  [
    "Invocation canceled due to the underlying connection being closed.",
    "the connection to the program is interrupted",
  ],
  ["No call dispatcher has been set.", "the connection to the program is interrupted"],
  [
    "There is no tracked object with id '3'. Perhaps the DotNetObjectReference instance was already disposed. (Parameter 'dotNetObjectId')",
    "the program does not know this page any more; reload it",
  ],
  ["the disk is full", "the disk is full"],
])("CallFault_OfBlazorsWords_IsASentence: %s", (said, words) => {
  expect(callFault(new Error(said))).toBe(words);
  expect(callFault(said)).toBe(words);
});
