using Microsoft.AspNetCore.Mvc;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Endpoints;

/// <param name="Block">Block id.</param>
/// <param name="Z">Which slice, from 0; absent: <paramref name="At"/> says which.</param>
/// <param name="At">focus, middle or first; absent: focus.</param>
/// <param name="Root">Opaque id of a root opened in the page; absent: the configured one.</param>
public sealed record SliceQuery(
    [FromRoute] string Block, [FromQuery] int? Z, [FromQuery] string? At, [FromQuery] string? Root)
{
    /// <summary>Null: <see cref="At"/> is none of the three words.</summary>
    public OpenAt? ToOpenAt() => At switch
    {
        null or "focus" => OpenAt.Focus,
        "middle" => OpenAt.Middle,
        "first" => OpenAt.First,
        _ => null,
    };
}
