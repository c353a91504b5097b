namespace ProteomicsAnnotator.Core.Tests.Volumes.Tiff;

/// <summary>Tests that measure the process run by themselves.</summary>
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public sealed class RunsAlone;
