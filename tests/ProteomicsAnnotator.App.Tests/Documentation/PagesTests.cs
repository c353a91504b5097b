using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Documentation;

/// <summary>What a reader of the Markdown files relies on: links lead somewhere, words are words, tables name what there is.</summary>
public sealed partial class PagesTests
{
    /// <summary>Words of the field and names, one a line: a new one is added there.</summary>
    private static string Words => Path.Join(Pages.Home, "docs", "words.txt");

    [Fact]
    public void Links_OfEveryPage_LeadToAFileAndAHeading()
    {
        List<string> broken = [];
        foreach (string page in Pages.All)
        {
            foreach (Match link in Link().Matches(Pages.WithoutFences(page)))
            {
                string target = link.Groups["target"].Value;
                if (target.Contains("://", StringComparison.Ordinal))
                {
                    continue;
                }

                string[] parts = target.Split('#');
                string file = parts[0].Length == 0 ? page : Path.GetRelativePath(Pages.Home, Path.Join(Pages.Home, Path.GetDirectoryName(page), parts[0])).Replace('\\', '/');
                bool isThere = Path.Exists(Path.Join(Pages.Home, file));
                if (!isThere || (parts.Length > 1 && !AnchorsOf(file).Contains(parts[1])))
                {
                    broken.Add($"{page}: {target}");
                }
            }
        }

        Assert.Empty(broken);
    }

    [Fact]
    public async Task Words_OfEveryPage_AreSpelledRight()
    {
        if (!File.Exists("/usr/bin/hunspell"))
        {
            Assert.Skip("There is no hunspell here.");
        }

        using Process hunspell = Process.Start(new ProcessStartInfo("/usr/bin/hunspell", ["-l", "-d", "en_GB", "-i", "UTF-8", "-p", Words])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        })!;
        Task<string> unknown = hunspell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> errors = hunspell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        foreach (string page in Pages.All)
        {
            await hunspell.StandardInput.WriteLineAsync(Pages.Prose(page));
        }

        hunspell.StandardInput.Close();
        await hunspell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await errors);
        Assert.Equal(0, hunspell.ExitCode);

        // A word that hunspell knows in capitals only, such as ESC, it does not take from the list.
        string[] words = [.. (await unknown).Split('\n', StringSplitOptions.RemoveEmptyEntries).Except(await File.ReadAllLinesAsync(Words, TestContext.Current.CancellationToken))];
        Assert.True(words.Length == 0, $"Correct these words, or add them to docs/words.txt: {string.Join(' ', words)}");
    }

    [Fact]
    public void Words_OfTheList_AreSortedAndStandOnce()
    {
        string[] words = File.ReadAllLines(Words);
        Assert.Equal(words.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), words);
    }

    [Fact]
    public async Task Operations_OfTheApiPage_AreThoseOfTheDocument()
    {
        await using TestProgram program = await TestProgram.StartAsync();
        using HttpClient client = program.Client();
        JsonElement paths = (await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json", TestContext.Current.CancellationToken)).GetProperty("paths");

        Assert.Equal(
            paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject(), (path, operation) => $"{operation.Name.ToUpperInvariant()} {path.Name}").Order(StringComparer.Ordinal),
            Pages.FirstCells("docs/api.md", "Every operation").Order(StringComparer.Ordinal));
    }

    /// <summary>As GitHub makes them from headings.</summary>
    private static HashSet<string> AnchorsOf(string file)
    {
        HashSet<string> anchors = [];
        if (!file.EndsWith(".md", StringComparison.Ordinal))
        {
            return anchors;
        }

        foreach (Match heading in Heading().Matches(Pages.WithoutFences(file)))
        {
            string words = LinkText().Replace(heading.Groups["words"].Value, "${text}").Trim().ToLowerInvariant();
            string anchor = string.Concat(words.Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-');
            string free = anchor;
            for (int n = 1; !anchors.Add(free); n++)
            {
                free = $"{anchor}-{n}";
            }
        }

        return anchors;
    }

    [GeneratedRegex(@"\[[^\]]*\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} (?<words>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LinkText();
}
