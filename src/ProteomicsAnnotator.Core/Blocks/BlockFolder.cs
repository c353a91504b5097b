namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>A folder that is named like a block, before it is looked into.</summary>
internal sealed record BlockFolder(string RelativePath, string Path, FocusPoint? Focus);
