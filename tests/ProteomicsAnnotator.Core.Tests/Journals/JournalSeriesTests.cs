using System.Text;
using Microsoft.Extensions.Time.Testing;
using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Journals;

public sealed class JournalSeriesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("series-").FullName;
    private readonly FaultyFiles _files = new();
    private readonly FakeTimeProvider _time = new();
    private int _names;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Append_JournalWouldGetLongerThanReadersTake_GoesToTheNext()
    {
        using JournalSeries series = Open(maxBytes: 60);

        for (int i = 0; i < 10; i++)
        {
            Assert.True(series.Append(name => Encoding.ASCII.GetBytes($"{name}: a line of twenty\n")));
        }

        string[] paths = Directory.GetFiles(_folder);
        Assert.All(paths, path => Assert.True(new FileInfo(path).Length <= 60));
        Assert.Equal(10, paths.Sum(path => File.ReadLines(path).Count(line => line.StartsWith(Path.GetFileNameWithoutExtension(path), StringComparison.Ordinal))));
        Assert.Equal(series.Names.Count - 1, series.TakeClosed().Count());
        Assert.Empty(series.TakeClosed());
    }

    [Fact]
    public void Append_FlushFails_LengthIsThatOfTheLastGoodFlush_AndNoDecisionIsTriedAgain()
    {
        using JournalSeries series = Open(1000);
        _ = series.Append(_ => "good\n"u8.ToArray());
        long good = series.Length;
        int flushes = 0;
        _files.Fault = (done, _) =>
        {
            flushes += done == "FlushToDisk" ? 1 : 0;
            return done == "FlushToDisk" ? FaultyFiles.Errno(116) : null;
        };

        StorageException error = Assert.Throws<StorageException>(() => series.Append(_ => "doubtful\n"u8.ToArray()));

        Assert.Equal(1, flushes);
        Assert.Equal(DiskVerdict.Unknown, DiskAnswer.Of(error).Verdict);
        Assert.Equal(new ClosedJournal("first", good), Assert.Single(series.TakeClosed()));
        Assert.Null(series.Writing);
        Assert.Contains("doubtful", File.ReadAllText(series.PathOf("first")), StringComparison.Ordinal);
    }

    [Fact]
    public void Append_OwnFileEndsInATornLine_BeginsALineOfItsOwn()
    {
        File.WriteAllBytes(Path.Combine(_folder, "first.jsonl"), "header\nwhole\n{\"torn"u8.ToArray());
        using JournalSeries series = Open(1000);

        Assert.True(series.Append(_ => "line\n"u8.ToArray()));

        Assert.Equal("header\nwhole\n{\"torn\nline\n", File.ReadAllText(series.PathOf("first")));
        Assert.False(series.TakeLoss());
    }

    [Fact]
    public void Append_OfAFirstAndASecondLine_FlushesEachBeforeItReturns_AndTheFolderOnce()
    {
        using JournalSeries series = Open(1000);
        List<string> done = [];
        _files.Fault = (operation, _) =>
        {
            if (operation is "Write" or "FlushToDisk" or "FlushFolder" or "Rename" or "SetLength")
            {
                done.Add(operation);
            }

            return null;
        };

        _ = series.Append(_ => "one\n"u8.ToArray());
        Assert.Equal(["Write", "FlushToDisk", "FlushFolder", "Write", "FlushToDisk"], done);
        done.Clear();
        _ = series.Append(_ => "two\n"u8.ToArray());
        Assert.Equal(["Write", "FlushToDisk"], done);
    }

    [Fact]
    public void Append_NothingToFlushWith_IsSaid()
    {
        using JournalSeries series = Open(1000);
        _files.Fault = (done, _) => done is "FlushToDisk" or "FlushFolder" ? FaultyFiles.Errno(22) : null;

        Assert.False(series.Append(_ => "line\n"u8.ToArray()));
        Assert.False(series.Append(_ => "line\n"u8.ToArray()));

        Assert.Equal("first", series.Writing);
        Assert.Equal("header\nline\nline\n", File.ReadAllText(series.PathOf("first")));
    }

    [Fact]
    public void Append_WriteFailsAndCannotBeCutOff_NothingIsDoneToThatFileAnyMore_AndTheNextLineGoesToAnother()
    {
        using JournalSeries series = Open(1000);
        _ = series.Append(_ => "good\n"u8.ToArray());
        long good = series.Length;
        _files.FaultAfterWrite = _ => FaultyFiles.Errno(28);
        _files.Fault = (done, _) => done == "SetLength" ? FaultyFiles.Errno(5) : null;

        StorageException error = Assert.Throws<StorageException>(() => series.Append(_ => "doubtful\n"u8.ToArray()));

        Assert.Equal((DiskVerdict.Unknown, "the disk is full"), (DiskAnswer.Of(error).Verdict, error.Reason));
        Assert.Equal(new ClosedJournal("first", good), Assert.Single(series.TakeClosed()));
        Assert.Null(series.Writing);
        _files.FaultAfterWrite = null;
        _files.Fault = (done, path) => path == series.PathOf("first") && done != "Stat" ? throw new InvalidOperationException(done) : null;
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(series.Append(_ => "next\n"u8.ToArray()));
        Assert.Equal("header\ngood\ndoubtful\n", File.ReadAllText(series.PathOf("first")));
        Assert.Equal("header\nnext\n", File.ReadAllText(series.PathOf("next1")));
        Assert.False(series.TakeLoss());
    }

    [Fact]
    public void Append_WriteFailsBeforeAByteArrived_IsRefused_AndTheFileStaysInUse()
    {
        using JournalSeries series = Open(1000);
        _ = series.Append(_ => "good\n"u8.ToArray());
        _files.Fault = (done, _) => done is "Write" or "SetLength" ? FaultyFiles.Errno(28) : null;

        StorageException error = Assert.Throws<StorageException>(() => series.Append(_ => "refused\n"u8.ToArray()));

        Assert.Equal(DiskVerdict.Refused, DiskAnswer.Of(error).Verdict);
        _files.Fault = null;
        Assert.True(series.Append(_ => "next\n"u8.ToArray()));
        Assert.Equal("header\ngood\nnext\n", File.ReadAllText(series.PathOf("first")));
    }

    [Fact]
    public void Append_HandleIsStale_WhatArrivedIsCutOffThroughANewOne()
    {
        using JournalSeries series = Open(1000);
        _ = series.Append(_ => "good\n"u8.ToArray());
        (int writes, int cuts) = (1, 1);
        _files.FaultAfterWrite = _ => writes-- > 0 ? FaultyFiles.Errno(116) : null;
        _files.Fault = (done, _) => done == "SetLength" && cuts-- > 0 ? FaultyFiles.Errno(116) : null;

        Assert.True(series.Append(_ => "again\n"u8.ToArray()));

        Assert.Equal("header\ngood\nagain\n", File.ReadAllText(series.PathOf("first")));
        Assert.False(series.TakeLoss());
    }

    [Fact]
    public void Append_FirstLineFailsAndCannotBeCutOff_IsRefused_AndNothingIsLeft()
    {
        using JournalSeries series = Open(1000);
        _files.FaultAfterWrite = _ => FaultyFiles.Errno(28);
        _files.Fault = (done, _) => done == "SetLength" ? FaultyFiles.Errno(5) : null;

        StorageException error = Assert.Throws<StorageException>(() => series.Append(_ => "line\n"u8.ToArray()));

        Assert.Equal(DiskVerdict.Refused, DiskAnswer.Of(error).Verdict);
        Assert.Empty(Directory.GetFiles(_folder));
        Assert.Empty(series.TakeClosed());
    }

    [Theory]
    [InlineData(true, "header\ngood\ndoubtful\n")]
    [InlineData(false, "header\ngood\n")]
    public void Append_HandleIsStale_WhatArrivedCannotBeCutOff_TheSecondTryFails_SaysWhatMayStand(bool renumbers, string content)
    {
        DiskVerdict verdict = renumbers ? DiskVerdict.Unknown : DiskVerdict.Refused;
        var files = new FaultyFiles { Renumbers = renumbers };
        using JournalSeries series = Open(1000, files);
        _ = series.Append(_ => "good\n"u8.ToArray());
        (int writes, int cuts) = (0, 1);
        files.FaultAfterWrite = _ => FaultyFiles.Errno(116);
        files.Fault = (done, _) => done switch
        {
            "SetLength" when cuts-- > 0 => FaultyFiles.Errno(116),
            "Write" when writes++ > 0 => FaultyFiles.Errno(28),
            _ => null,
        };

        StorageException error = Assert.Throws<StorageException>(() => series.Append(_ => "doubtful\n"u8.ToArray()));

        Assert.Equal(verdict, DiskAnswer.Of(error).Verdict);
        Assert.Equal(content, File.ReadAllText(series.PathOf("first")));
        Assert.Equal(verdict == DiskVerdict.Unknown, series.Writing is null);
    }

    [Fact]
    public void Flush_AnAppendFailedSince_FlushesWhatStoodBefore()
    {
        using JournalSeries series = Open(1000);
        Assert.False(series.Append(_ => "early\n"u8.ToArray(), flushes: false));
        FailOnce();
        List<string> flushed = [];
        _files.Fault = (done, path) =>
        {
            if (done == "FlushToDisk")
            {
                flushed.Add(path);
            }

            return null;
        };

        series.Flush();
        series.Flush();

        Assert.Equal([series.PathOf("first")], flushed);
        Assert.Equal("header\nearly\n", File.ReadAllText(series.PathOf("first")));

        void FailOnce()
        {
            _files.Fault = (done, _) => done == "Write" ? FaultyFiles.Errno(28) : null;
            Assert.Throws<StorageException>(() => series.Append(_ => "refused\n"u8.ToArray(), flushes: false));
        }
    }

    [Theory]
    [InlineData("the flush fails")]
    [InlineData("the file is gone")]
    [InlineData("the file cannot be opened")]
    public void Flush_AnAppendFailedSince_WhatStoodBeforeCannotBeFlushed_IsSaidOnce_AndTheFileIsClosedForGood(string why)
    {
        using JournalSeries series = Open(1000);
        _ = series.Append(_ => "early\n"u8.ToArray(), flushes: false);
        _files.Fault = (done, _) => done == "Write" ? FaultyFiles.Errno(28) : null;
        Assert.Throws<StorageException>(() => series.Append(_ => "refused\n"u8.ToArray(), flushes: false));
        _files.Fault = (done, _) => (why, done) is ("the flush fails", "FlushToDisk") or ("the file cannot be opened", "Open") ? FaultyFiles.Errno(5) : null;
        if (why == "the file is gone")
        {
            File.Delete(series.PathOf("first"));
        }

        Assert.Throws<StorageException>(series.Flush);

        Assert.Null(series.Writing);
        series.Flush();
    }

    private JournalSeries Open(long maxBytes, FileOperations? files = null) => new(
        files ?? _files,
        _folder,
        "first",
        () => "next" + TestScale.Text(++_names),
        () => "header\n"u8.ToArray(),
        static () => { },
        new FlushProbe(files ?? _files, _time, TimeSpan.FromSeconds(5)))
    {
        MaxBytes = maxBytes,
    };
}
