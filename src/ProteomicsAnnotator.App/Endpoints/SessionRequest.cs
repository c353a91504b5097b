namespace ProteomicsAnnotator.App.Endpoints;

/// <param name="Username">Who signs in.</param>
/// <param name="ClassNamesRead">
/// False asks first: where a class number used on the share has another name here, the answer is 409 with both lists.
/// </param>
public sealed record SessionRequest(string? Username, bool? ClassNamesRead = null);
