using Microsoft.AspNetCore.Mvc;

namespace ProteomicsAnnotator.App.Endpoints;

/// <param name="Channel">Position in the block, from 0.</param>
/// <param name="Block">Block id.</param>
/// <param name="Z">One plane, from 0; absent: the whole volume.</param>
/// <param name="Root">Opaque id of a root opened in the page; absent: the configured one.</param>
/// <param name="Retry">True reads a file again that could not be read before.</param>
public sealed record VolumeQuery(
    [FromRoute] int Channel, [FromRoute] string Block, [FromQuery] int? Z, [FromQuery] string? Root, [FromQuery] bool? Retry);
