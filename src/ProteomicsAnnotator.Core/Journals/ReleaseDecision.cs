using System.Text.Json;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>
/// A line of the admins' journals that says what a release was when it was made. It is never taken back: a name is used once, in
/// any spelling of its case.
/// </summary>
/// <param name="Id">Of the decision.</param>
/// <param name="Clock">1 + the highest the deciding program knew of the admins.</param>
/// <param name="At">When the release was made.</param>
/// <param name="Name">Of the release.</param>
/// <param name="ManifestSha256">Of its manifest, lower-case hex.</param>
public sealed record ReleaseDecision(EventId Id, long Clock, DateTimeOffset At, string Name, string ManifestSha256)
{
    private const string Kind = "release";

    /// <summary>Its author.</summary>
    public string By { get; init; } = "";

    /// <summary>With its '\n'.</summary>
    internal byte[] ToLine() => new AdminLine(Id, Clock, At, By).ToBytes(Kind, writer =>
    {
        writer.WriteString("name"u8, Name);
        writer.WriteString("manifest_sha256"u8, ManifestSha256);
    });

    /// <summary>Null for every other line, and for one that is beyond a bound.</summary>
    /// <param name="line">Without '\n'.</param>
    /// <param name="journal">Name of the file it stands in.</param>
    internal static ReleaseDecision? TryParse(ReadOnlyMemory<byte> line, string journal) => AdminLine.TryParse(line, journal, Kind, Read);

    private static ReleaseDecision? Read(AdminLine line, JsonElement release) =>
        AdminLine.TextOf(release, "name") is { } name && AdminLine.TextOf(release, "manifest_sha256") is { } hash
            ? new ReleaseDecision(line.Id, line.Clock, line.At, name, hash) { By = line.By }
            : null;
}
