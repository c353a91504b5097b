using ProteomicsAnnotator.Browser.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Chromium))]

// One program and one page at a time: what a test waits for must not depend on its neighbours.
[assembly: Parallelization(Mode = ParallelMode.None)]
