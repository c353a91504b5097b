using System.Text;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Predictions;
using ProteomicsAnnotator.Core.Tests.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Tests.Predictions;

/// <summary>Tables of other programs: what is understood, and what is refused with which words.</summary>
public sealed class PredictionReaderTests
{
    private static readonly PredictionRequest Three = new(LabelClasses.FromNames(["Inhibitory", "Excitatory", "None"])) { HasOurNumbers = true };
    /// <summary>By <c>predictions_parquet.mjs</c>.</summary>
    [Fact]
    public void Parquet_OfAnotherWriter_IsReadAsCsvIs()
    {
        PredictionRequest request = Two with { Names = new Dictionary<string, int> { ["Artefact, \"dim\""] = 2 } };
        ReadPredictions read = PredictionReader.Read(File.ReadAllBytes(Path.Combine(GoldenVectors.Folder("predictions"), "predictions.parquet")), request);

        Assert.Equal([("block_0001", 1, 0.9, 0.1), ("block_0002", 2, 0.25, 0.75), ("block_0003", 2, 0.125, 0.875)], read.Table.Blocks.Select((block, i) => (block.Value, read.Table.At(i).Label!.Value, read.Table.At(i).ProbabilityOf(1)!.Value, read.Table.At(i).ProbabilityOf(2)!.Value)));
        Assert.Equal(["a Parquet table", "column \"block\": the block"], read.Words.Take(2));
        Assert.Contains("not used: \"seen\"", read.Words);
    }

    [Fact]
    public void Parquet_ThatIsBroken_IsRefusedInWords() => Assert.Matches(
        @"^found a Parquet file that cannot be read \(.+\); expected a whole Parquet file, or a CSV file of the same columns$",
        Assert.Throws<FormatException>(() => PredictionReader.Read("PAR1xx"u8.ToArray(), Two)).Message);

    /// <summary>Another program's 2 may be this campaign's 1; what people said is not what the model says.</summary>
    [Theory]
    [InlineData("block,class\nblock_0001,2\n", "line 2: \"2\" is a number, and programs count classes differently; say that the table counts as the campaign does: --numbers, or which class it is: --class 2=2")]
    [InlineData("block,label,predicted_label\nblock_0001,Cell,Artefact\n", "columns \"label\" and \"predicted_label\" could both be the class")]
    [InlineData("block,class,score,probability\nblock_0001,Cell,0.5,0.6\n", "columns \"score\" and \"probability\" could both be the score of the row's class")]
    public void Table_ThatCouldBeReadOtherwise_IsRefused(string csv, string words) =>
        Assert.Contains(words, Assert.Throws<FormatException>(() => PredictionReader.Read(Encoding.UTF8.GetBytes(csv), Two with { HasOurNumbers = false })).Message, StringComparison.Ordinal);

    [Fact]
    public void Number_ThatIsSaid_IsThatClass() =>
        Assert.Equal(1, PredictionReader.Read("block,type\nblock_0001,2\n"u8.ToArray(), Two with { HasOurNumbers = false, Names = new Dictionary<string, int> { ["2"] = 1 } }).Table.At(0).Label);

    private static readonly PredictionRequest Two = new(LabelClasses.FromNames(["Cell", "Artefact"])) { HasOurNumbers = true };

    [Theory]
    [InlineData("block_id,class,score\nblock_0001,2,0.9\n")]
    [InlineData("\uFEFFBlock ID;Label;Probability\r\n\"block_0001\";excitatory;0.9\r\n\r\n")]
    [InlineData("x_extra\tblock\tpredicted_class\tconfidence\ra \tblock_0001\t 2.0 \t9e-1")]
    [InlineData("block,class,score,note\nblock_0001,Excitatory,0.9,\"two\nlines, and a \"\"quote\"\"\"\n")]
    public void Table_IsUnderstoodByTheNamesOfItsColumns(string csv)
    {
        PredictionTable table = Read(csv, Three).Table;

        Prediction only = table.Find(BlockId.Parse("block_0001"))!.Value;
        Assert.Equal(2, only.Label);
        Assert.Equal([null, 0.9, null], new[] { 1, 2, 3 }.Select(label => only.ProbabilityOf(label)));
    }

    [Fact]
    public void Probabilities_GiveTheClassWhereNoneIsSaid_AndARowWithoutThemHasNoScore()
    {
        ReadPredictions read = Read("block,p_inhibitory,p_2,P_3\nblock_0002,0.2,0.5,0.3\nblock_0001,,,\n", Three);

        Assert.Equal([null, 2], read.Table.Blocks.Select(block => read.Table.Find(block)!.Value.Label));
        Assert.Equal(1, read.Table.ScoredCount);
        Assert.Equal(0.3, read.Table.Find(BlockId.Parse("block_0002"))!.Value.ProbabilityOf(3));
    }

    /// <summary>Of two classes a score says both; one of a class that is named says it whatever class the row has.</summary>
    [Fact]
    public void Score_OfOneOfTwoClasses_SaysTheOtherOneToo()
    {
        ReadPredictions named = Read("block,Cell Likelihood\nblock_0001,0.03\n", Two with { ScoreOf = 1 });
        ReadPredictions own = Read("block,class,score\nblock_0001,artefact,0.97\n", Two);

        foreach (Prediction prediction in new[] { named, own }.Select(read => read.Table.At(0)))
        {
            Assert.Equal(2, prediction.Label);
            Assert.Equal(0.03, prediction.ProbabilityOf(1)!.Value, 12);
            Assert.Equal(0.97, prediction.ProbabilityOf(2)!.Value, 12);
        }
    }

    [Fact]
    public void WhatWasUnderstood_IsSaid()
    {
        IReadOnlyList<string> words = Read("block,prediction,type,area\nblock_0001,0.7,glia,12\nblock_0002,0.2,1,3\n", Three with { Names = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["Glia"] = 3 } }).Words;

        Assert.Equal(
            [
                "cells between commas", "column \"block\": the block", "column \"type\": the class", "column \"prediction\": the score of the row's class", "not used: \"area\"",
                "class \"1\" in 1 row: 1, Inhibitory", "class \"glia\" in 1 row: 3, None",
            ],
            words);
    }

    [Theory]
    [InlineData("", "found no header")]
    [InlineData("block,class\n", "found a header and no row")]
    [InlineData("b\0l\0o\0", "it is no text in UTF-8: save it as \"CSV UTF-8\"")]
    [InlineData("name,class\na,1\n", "found no column of blocks (block or block_id) among \"name\", \"class\"")]
    [InlineData("block,area\nblock_0001,1\n", "found neither a class nor a score nor probabilities (p_1, p_2, ...) among \"block\", \"area\"")]
    [InlineData("block,score\nblock_0001,0.4\n", "column \"score\" is a score, and nothing says of which class: --score-of CLASS")]
    [InlineData("block,class,Class \nblock_0001,1,2\n", "found two columns of one name, \"class\" and \"Class\"")]
    [InlineData("block,p_4\nblock_0001,1\n", "column \"p_4\" is of no class; expected p_ and 1 or Inhibitory, 2 or Excitatory, 3 or None, or say which it is: --class 4=NUMBER")]
    [InlineData("block,p_1,p_Inhibitory\nblock_0001,1,0\n", "columns \"p_1\" and \"p_Inhibitory\" are both of Inhibitory")]
    [InlineData("block,p_1,score\nblock_0001,1,0\n", "found probabilities of classes (p_...) and a score, \"score\": expected one of them")]
    [InlineData("x,y,z,class\n1,2,3,1\n", "found positions and no column of blocks (block or block_id) among \"x\", \"y\", \"z\", \"class\"; say how near the nearest block has to be, --within MICROMETRES with --voxels or --micrometres, and where blocks are no points of a volume also where they are, --positions FILE with block, x, y and z")]
    [InlineData("block,class\nblock_0001,1\n\nblock_7,1\n", "line 4: \"block_7\" is no block; expected a form like block_0001 or tile_3/block_0001")]
    [InlineData("block,class\nblock_0001,4\n", "line 2: \"4\" is no class; expected 1 or Inhibitory, 2 or Excitatory, 3 or None, or say which it is: --class 4=NUMBER")]
    [InlineData("block;class;score\nblock_0001;1;0,93\n", "line 2: column \"score\" has \"0,93\", expected a number with a decimal point: decimal commas are not read")]
    [InlineData("block,class,score\nblock_0001,1,nan\n", "line 2: column \"score\" has \"nan\", expected a number")]
    [InlineData("block,class,score\nblock_0001,1,1.5\n", "line 2: column \"score\" has 1.5, expected a probability from 0 to 1")]
    [InlineData("block,class,score\nblock_0001,,0.5\n", "line 2: a score without a class; say which class scores are of: --score-of CLASS")]
    [InlineData("block,p_1,p_2,p_3\nblock_0001,0.5,0.2,0.1\n", "line 2: probabilities are 0.8 together, expected 1")]
    [InlineData("block,p_1,p_2\nblock_0001,0.5,0.7\n", "line 2: probabilities are 1.2 together, expected 1 at most")]
    [InlineData("block,p_1,p_2\nblock_0001,0.5,\n", "line 2: some probabilities (p_...) are there and some are not: expected all or none")]
    [InlineData("block,class\nblock_0001\n", "line 2: found 1 cell, expected 2 as the header has")]
    [InlineData("block,class\n\"block_0001,1\n", "line 2: found a quote that is not closed")]
    [InlineData("block,class\n\"block_0001\"x,1\n", "line 2: found text behind a closed quote")]
    [InlineData("block,class\nblock_0002,1\nblock_0001,1\nblock_0002,3\nblock_0001,1\nblock_0003,1\n", "line 4: block_0002 stands in line 2 already; 2 rows of blocks that have one before: block_0002, block_0001")]
    public void Table_ThatCannotBeUnderstood_IsRefusedInWords(string csv, string words) =>
        Assert.Equal(words, Assert.Throws<FormatException>(() => Read(csv, Three)).Message);

    /// <summary>Whatever the bytes are, the answer is a table or a fault in words.</summary>
    [Fact]
    public void Bytes_OfAnyKind_NeverDoAnythingElse()
    {
        byte[] good = Encoding.UTF8.GetBytes("block,class,p_1,p_2\r\n\"block_0001\",1,0.5,0.5\r\nblock_0002,2,,\r\n");
        var random = new Random(7);
        for (int i = 0; i < 3000; i++)
        {
            byte[] bytes = [.. good.Take(random.Next(good.Length + 1))];
            for (int k = random.Next(4); k > 0 && bytes.Length > 0; k--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            Exception? fault = Record.Exception(() => PredictionReader.Read(bytes, Two));
            Assert.True(fault is null or FormatException, fault?.ToString());
        }
    }

    private static ReadPredictions Read(string csv, PredictionRequest request) => PredictionReader.Read(Encoding.UTF8.GetBytes(csv), request);
}
