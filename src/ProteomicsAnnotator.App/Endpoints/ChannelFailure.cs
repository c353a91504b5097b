namespace ProteomicsAnnotator.App.Endpoints;

/// <param name="Kind">corrupt, unsupported, too-large or unreadable.</param>
/// <param name="Message">What was met and what was expected.</param>
public sealed record ChannelFailure(string Kind, string Message);
