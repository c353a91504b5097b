using System.Text.Json;

namespace ProteomicsAnnotator.App.Endpoints;

public sealed record PreferencesRequest(JsonElement? Display);
