namespace ProteomicsAnnotator.Core.Share;

/// <summary>One line of the table of <c>check</c>.</summary>
/// <param name="Check">What was tried.</param>
/// <param name="Result">What came out, short.</param>
/// <param name="IsSafe">False: labels are not safe here, exit code 1.</param>
/// <param name="Detail">Files concerned, the error, or "".</param>
public sealed record ShareCheckRow(string Check, string Result, bool IsSafe, string Detail);
