namespace ProteomicsAnnotator.Core.Storage;

/// <summary>What reading one file gave: its value, or why there is none.</summary>
internal readonly record struct BoundedRead<T>(string Path, T? Value, StorageException? Error);
