namespace ProteomicsAnnotator.Core.Campaign;

/// <summary>One fault of a configuration file, in words: where, what was found, what was expected.</summary>
public sealed record ConfigurationFault(string File, string Key, string Found, string Expected)
{
    public override string ToString() => $"{File}: {Key}: found {Found}; expected {Expected}";
}
