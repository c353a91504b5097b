using System.Text.Json;

namespace ProteomicsAnnotator.App.Endpoints;

/// <param name="Username">Whose page sends it; when absent, whoever is signed in.</param>
/// <param name="Display">The viewer's settings.</param>
public sealed record PreferencesRequest(string? Username, JsonElement? Display);
