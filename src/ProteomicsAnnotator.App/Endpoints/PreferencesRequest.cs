using System.Text.Json;

namespace ProteomicsAnnotator.App.Endpoints;

/// <param name="Username">Whose page sends it; when absent, whoever is signed in.</param>
/// <param name="Display">The viewer's settings, in place of those there are.</param>
/// <param name="Change">What is different from those there are: <see cref="Annotating.DisplayChange"/>.</param>
public sealed record PreferencesRequest(string? Username, JsonElement? Display, JsonElement? Change);
