namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>The slice a block is opened at; twin of <c>openAt</c> in src/viewer/src/display/settings.ts.</summary>
public enum OpenAt
{
    /// <summary>The focus point's slice; the middle one where there is no focus point inside the block.</summary>
    Focus,
    Middle,
    First,
}
