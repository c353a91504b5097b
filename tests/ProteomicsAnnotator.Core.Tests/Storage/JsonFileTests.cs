using System.Diagnostics;
using System.Text;
using System.Text.Json;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Tests.Storage;

/// <summary>Three tries, and "no file", "cannot read" and "damaged" are three answers.</summary>
public sealed class JsonFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("json-file-").FullName;
    private readonly FaultyFiles _files = new();

    private string FilePath => Path.Combine(_folder, "file.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Stat")]
    [InlineData("Open")]
    [InlineData("Read")]
    public void Read_FirstTriesFail_IsReadByTheThird_AndAFaultIsNeverAMissingFile(string operation)
    {
        File.WriteAllBytes(FilePath, "{}"u8);
        for (int failures = 0; failures <= 4; failures++)
        {
            int left = failures;
            _files.Fault = (done, _) => done == operation && left-- > 0 ? FaultyFiles.Errno(5) : null;

            JsonRead<string> read = JsonFile.Read(_files, FilePath, Encoding.UTF8.GetString);

            Assert.Equal(failures < 3 ? ReadOutcome.Read : ReadOutcome.Unreadable, read.Outcome);
            Assert.Equal(failures < 3 ? "{}" : null, read.Value);
        }
    }

    /// <summary>Whatever a parser throws for bytes it does not accept: the caller meets no exception of its own.</summary>
    [Theory]
    [InlineData(typeof(JsonException))]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(KeyNotFoundException))]
    [InlineData(typeof(ArgumentException))]
    [InlineData(typeof(FormatException))]
    public void Read_ParserRefuses_IsDamage_InWords(Type refusal)
    {
        File.WriteAllBytes(FilePath, "{}"u8);

        JsonRead<string> read = JsonFile.Read<string>(_files, FilePath, _ => throw (Exception)Activator.CreateInstance(refusal, "no such thing")!);

        Assert.Equal(ReadOutcome.Damaged, read.Outcome);
        Assert.Equal($"{FilePath}: the file is damaged: no such thing", read.Error!.Message);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"a\": 1, \"a\": 2}")]
    [InlineData("{\"a\": {\"b\": [{\"c\": 1, \"c\": 1}]}}")]
    [InlineData("{\"a\": \"\\ud800\"}")]
    [InlineData("{\"\\udc00\": 1}")]
    public void ParseObject_WhatThrowsWhenItIsUsed_IsRefusedAtOnce(string text)
    {
        File.WriteAllBytes(FilePath, Encoding.UTF8.GetBytes(text));

        Assert.Equal(ReadOutcome.Damaged, JsonFile.Read(_files, FilePath, JsonFile.ParseObject).Outcome);
    }

    [Fact]
    public void Read_EveryTryFails_ThreeAreMade_WithAPauseThatGrows()
    {
        File.WriteAllBytes(FilePath, "{}"u8);
        List<long> tries = [];
        _files.Fault = (done, _) =>
        {
            if (done == "Open")
            {
                tries.Add(Stopwatch.GetTimestamp());
                return FaultyFiles.Errno(116);
            }

            return null;
        };

        _ = JsonFile.Read(_files, FilePath, Encoding.UTF8.GetString);

        // A machine may take longer, never less (but for the tick of the system's clock).
        Assert.Equal(3, tries.Count);
        Assert.True(Stopwatch.GetElapsedTime(tries[0], tries[1]) > TimeSpan.FromMilliseconds(48));
        Assert.True(Stopwatch.GetElapsedTime(tries[1], tries[2]) > TimeSpan.FromMilliseconds(98));
    }

    [Fact]
    public void Read_NoFile_IsMissing_AtOnce()
    {
        int stats = 0;
        _files.Fault = (done, _) =>
        {
            stats += done == "Open" ? 1 : 0;
            return null;
        };

        Assert.Equal(ReadOutcome.Missing, JsonFile.Read(_files, FilePath, Encoding.UTF8.GetString).Outcome);
        Assert.Equal(1, stats);
    }

    [Fact]
    public void Read_HiddenByPermissions_IsUnreadable()
    {
        File.WriteAllBytes(FilePath, "{}"u8);
        _files.Fault = (done, _) => done == "Open" ? new UnauthorizedAccessException("EACCES") : null;

        JsonRead<string> read = JsonFile.Read(_files, FilePath, Encoding.UTF8.GetString);

        Assert.Equal(ReadOutcome.Unreadable, read.Outcome);
        Assert.Equal("no permission", read.Error?.Reason);
    }

    [Fact]
    public void Read_HalfWritten_IsParsedOnceItIsWhole_ElseItIsDamagedWithItsBytes()
    {
        File.WriteAllBytes(FilePath, "{"u8);
        int tries = 0;

        JsonRead<string> read = JsonFile.Read(_files, FilePath, bytes =>
        {
            if (++tries == 3)
            {
                return "whole";
            }

            throw new JsonException("half");
        });
        JsonRead<string> damaged = JsonFile.Read<string>(_files, FilePath, _ => throw new JsonException("half"));

        Assert.Equal("whole", read.Value);
        Assert.Equal(ReadOutcome.Damaged, damaged.Outcome);
        Assert.Equal("{"u8, damaged.Bytes);
    }

    [Fact]
    public void ReadAll_FileThatShrinksMeanwhile_IsWhatWasThere()
    {
        File.WriteAllBytes(FilePath, [1, 2, 3, 4, 5, 6, 7, 8]);
        _files.Fault = (done, _) =>
        {
            if (done == "Read")
            {
                using FileStream file = new(FilePath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                file.SetLength(3);
            }

            return null;
        };

        Assert.Equal([1, 2, 3], _files.ReadAll(FilePath));
    }

    [Theory]
    [InlineData(1, "no permission")]
    [InlineData(5, "an input/output error of the share")]
    [InlineData(11, "the share is busy")]
    [InlineData(13, "no permission")]
    [InlineData(27, "the file would get longer than it may")]
    [InlineData(28, "the disk is full")]
    [InlineData(30, "the share is read-only")]
    [InlineData(100, "the share cannot be reached")]
    [InlineData(101, "the share cannot be reached")]
    [InlineData(107, "the share cannot be reached")]
    [InlineData(110, "the share cannot be reached")]
    [InlineData(111, "the share cannot be reached")]
    [InlineData(112, "the share cannot be reached")]
    [InlineData(113, "the share cannot be reached")]
    [InlineData(116, "the share was replaced under the program (stale file handle)")]
    [InlineData(122, "the quota is used up")]
    public void Fault_OfEveryNamedNumber_HasItsWords_AndIsAFileError(int errno, string words)
    {
        IOException error = FaultyFiles.Errno(errno);

        Assert.Equal(words, StorageFault.Describe(error));
        Assert.Equal(words == "no permission" ? "no permission to write" : words, StorageFault.DescribeWriting(error));
        Assert.True(StorageFault.IsFileError(error));
        Assert.False(StorageFault.IsMissing(error));
        Assert.Equal(errno is 11 or 116, StorageFault.IsWorthReopening(error));
    }
}
