using System.Text.Json;

namespace ProteomicsAnnotator.Core.LabelFiles;

/// <param name="Display">
/// Display settings; null when there are none. For a user of the original program who has no preferences yet:
/// <c>{"channels": {name: {"color", "visible", "limits", "gamma"}}}</c> from <c>users/{username}_display.json</c>.
/// </param>
/// <param name="Ui">Choices of the window.</param>
/// <param name="Problem">Why they could not be read, in words.</param>
public sealed record PreferencesRead(JsonElement? Display, JsonElement? Ui, string? Problem);
