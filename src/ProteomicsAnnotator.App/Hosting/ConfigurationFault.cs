namespace ProteomicsAnnotator.App.Hosting;

/// <summary>One thing in the configuration that stops the start. File is null for variables and options.</summary>
public sealed record ConfigurationFault(string? File, string Key, string Found, string Expected)
{
    public override string ToString() =>
        File is null ? $"{Key}: found {Found}; expected {Expected}" : $"{File}: {Key}: found {Found}; expected {Expected}";
}
