using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using System.Text.RegularExpressions;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Documentation;

/// <summary>
/// The marked commands of the pages, word by word, in a folder with a <c>launch.sh</c> that runs this build. A start that would open
/// a window is ended when it is ready.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class DocumentedCommandsTests : IClassFixture<DemoCache>, IAsyncDisposable
{
    private const string Launcher = """
        #!/bin/sh
        case " $* " in
            *" check "* | *" export "* | *" stats "* | *" --no-browser "*) exec "$PROGRAM" "$@" ;;
        esac
        rm -f "$READY"
        touch "$READY"
        "$PROGRAM" --no-browser "$@" >>"$READY" &
        program=$!
        until grep -q "is ready at" "$READY"; do
            kill -0 $program || exit 1
            sleep 0.1
        done
        kill $program
        wait $program
        """;

    private readonly RealProgram _program = new();
    private readonly DemoCache _cache;

    public DocumentedCommandsTests(DemoCache cache)
    {
        _cache = cache;
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Theory]
    [InlineData("README.md", "is ready at")]
    [InlineData("docs/data.md", "on blocks with disagreement")]
    [InlineData("docs/api.md", "blocks to go")]
    public async Task Commands_OfThePage_Work(string page, string expected)
    {
        string[] wanted = page == "README.md" ? [] : page == "docs/data.md" ? ["numpy", "pandas"] : ["numpy"];
        foreach (string module in wanted)
        {
            (int missing, _) = await ShellAsync($"python3 -c 'import {module}'");
            Assert.SkipWhen(missing != 0, $"There is no {module} for python3 here.");
        }

        TestTiff.WriteBlock(In("share/campaign/blocks/block_0001"));
        if (page != "README.md")
        {
            // The README makes them itself.
            Put("share/campaign/configs/roles.json", """{"admins":["alice"]}""");
            Directory.CreateDirectory(In("share/campaign/annotations"));
        }

        (int code, string output) = await ShellAsync(ScriptOf(page));

        Assert.True(code == 0, output);
        Assert.Contains(expected, output + (File.Exists(In("ready")) ? await File.ReadAllTextAsync(In("ready"), TestContext.Current.CancellationToken) : ""), StringComparison.Ordinal);
    }

    /// <summary>Two accounts of one annotator and an admin, whose folders nobody but the page's commands has set up.</summary>
    [Fact]
    public async Task Permissions_OfThePage_LetPeopleLabelAndKeepAnnotatorsFromFinalLabels()
    {
        const string Annotators = "50001";
        const string Admins = "50002";
        (int able, string why) = await ShellAsync("[ $(id -u) = 0 ] && command -v setfacl && command -v setpriv && mkdir acl && setfacl -d -m g::rwx acl");
        Assert.SkipWhen(able != 0, $"Not root, or no setfacl, setpriv or access lists here. {why}");
        TestTiff.WriteBlock(In("share/campaign/blocks/block_0001"));
        Put("share/campaign/configs/roles.json", """{"admins":["ann"]}""");
        Put("share/campaign/configs/classes.json", """{"classes":["One","Two"],"evidence":true}""");
        string recipe = Assert.Single(Pages.ToRun("docs/deploy.md", "permissions")).Code;
        string second = Here(Assert.Single(Pages.ToRun("docs/deploy.md", "account")).Code)
            .Replace("FIRST", "50011", StringComparison.Ordinal).Replace("SECOND", "50012", StringComparison.Ordinal).Replace("NAME", "alice", StringComparison.Ordinal);
        Assert.Contains("chgrp -R annotators annotations", recipe, StringComparison.Ordinal);
        string script = $$"""
            set -eu
            chmod 755 "$FOLDER"
            # Other accounts read neither this checkout nor the packages whose static files it names.
            cp -R "${PROGRAM%/*}" "$FOLDER/program"
            rm "$FOLDER"/program/*.staticwebassets.runtime.json
            chmod -R a+rX "$FOLDER/program"
            PROGRAM=$FOLDER/program/${PROGRAM##*/}
            ( {{Here(recipe).Replace("-R annotators", $"-R {Annotators}", StringComparison.Ordinal).Replace("-R admins", $"-R {Admins}", StringComparison.Ordinal).Replace("g:admins:", $"g:{Admins}:", StringComparison.Ordinal)}}
            )
            umask 022
            export ANNOTATOR_DATA_ROOT="$FOLDER/share/campaign/blocks" ANNOTATOR_ANNOTATIONS_ROOT="$FOLDER/share/campaign/annotations"
            export ANNOTATOR_ROLES_FILE="$FOLDER/share/campaign/configs/roles.json" ANNOTATOR_TOKEN=secret
            as() { # as ACCOUNT GROUPS COMMAND
                account=$1 groups=$2
                shift 2
                exec env XDG_STATE_HOME="$FOLDER/home-$account" XDG_CACHE_HOME="$FOLDER/home-$account" \
                    setpriv --reuid "$account" --regid "$account" --groups "$groups" "$@"
            }
            refused() { # refused ACCOUNT GROUPS COMMAND
                if (as "$@"); then echo "not refused: $*"; exit 1; fi
            }
            label() { # label ACCOUNT GROUPS NAME CALL
                rm -f "$FOLDER/jar"
                mkdir -p "$FOLDER/home-$1" && chown "$1" "$FOLDER/home-$1"
                : >"$FOLDER/ready-$1"
                as "$1" "$2" "$PROGRAM" --no-browser --port {{FreePort()}} >"$FOLDER/ready-$1" &
                program=$!
                until grep -q "is ready at" "$FOLDER/ready-$1"; do kill -0 $program; sleep 0.1; done
                address=$(sed -n 's/.*\(http[^?]*\)?.*/\1/p' "$FOLDER/ready-$1")
                curl -sf --noproxy '*' -H "Authorization: Bearer secret" -c "$FOLDER/jar" -H "Content-Type: application/json" -d "{\"username\":\"$3\"}" "${address}api/session"
                curl -sf --noproxy '*' -H "Authorization: Bearer secret" -b "$FOLDER/jar" -H "Content-Type: application/json" -X PUT -d '{"label":1}' "${address}api/$4/block_0001"
                kill $program
                wait $program
            }
            label 50011 {{Annotators}} alice labels
            ( {{second}}
            )
            label 50012 {{Annotators}} alice labels
            label 50014 {{Annotators}} carol labels
            label 50013 {{Annotators}},{{Admins}} ann final-labels
            cd "$ANNOTATOR_ANNOTATIONS_ROOT"
            echo "journals: $(ls history/users/alice | wc -l), final: $(grep -l '"label":1' history/admin/*.jsonl | wc -l)"
            refused 50011 {{Annotators}} ls admin
            refused 50011 {{Annotators}} ls history/admin
            refused 50011 {{Annotators}} mv admin other
            refused 50014 {{Annotators}} ls history/users/alice
            refused 50014 {{Annotators}} sh -c 'cat history/users/alice/*'
            refused 50014 {{Annotators}} mv history/users/alice history/users/other
            echo "measured: $(cat history/users/*/*.jsonl | grep -c '"via":"api"')"
            (as 50013 {{Annotators}},{{Admins}} sh -c 'cat history/users/*/*.jsonl >/dev/null')
            (as 50011 {{Annotators}} sh -c 'cat history/users/alice/*.jsonl >/dev/null')
            (as 50011 {{Annotators}} "$PROGRAM" check) || echo "check: $?"
            (as 50014 {{Annotators}} "$PROGRAM" check) || echo "check: $?"
            (as 50013 {{Annotators}},{{Admins}} "$PROGRAM" check) || echo "check: $?"
            chmod o+rx history/users/carol history/users history .
            (as 50013 {{Annotators}},{{Admins}} "$PROGRAM" check) || echo "check: $?"
            """;

        (int code, string output) = await ShellAsync(script);

        Assert.True(code == 0, output);
        Assert.Contains("journals: 2, final: 1", output, StringComparison.Ordinal);
        Assert.Contains("measured: 3", output, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(output, "ok +evidence +recorded"));
        Assert.Matches("ok +evidence +not recorded .*carol is open to every account", output);
        Assert.Matches("folders of admins +admin and history/admin closed", output);
        Assert.Matches("folders of admins +admin and history/admin open", output);
        // A busy machine may be slow; everything else is as it should be.
        Assert.DoesNotMatch("UNSAFE +(?!latency of a label)", output);
        Assert.DoesNotContain("kept on this machine", output, StringComparison.Ordinal);
    }

    private string ScriptOf(string page)
    {
        var script = new StringBuilder("set -eu\ntrap 'kill ${!:-} 2>/dev/null || true; wait' EXIT\n");
        foreach ((string language, string code) in Pages.ToRun(page))
        {
            script.Append(language == "python" ? $"python3 - <<'PYTHON'\n{code}PYTHON\n" : code);
        }

        string all = script.ToString();
        Assert.Contains("./launch.sh", all, StringComparison.Ordinal);
        return Here(all).Replace("47701", FreePort(), StringComparison.Ordinal);
    }

    private string Here(string script) => script.Replace("/mnt/share", In("share"), StringComparison.Ordinal);

    private async Task<(int ExitCode, string Output)> ShellAsync(string script)
    {
        Put("launch.sh", Launcher);
        File.SetUnixFileMode(In("launch.sh"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Put("script.sh", script);
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec 2>&1; exec sh ./script.sh"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            WorkingDirectory = _program.Folder,
        };
        start.Environment["XDG_STATE_HOME"] = _program.Environment["XDG_STATE_HOME"];
        start.Environment["XDG_CACHE_HOME"] = _cache.Folder;
        start.Environment["PATH"] = "/usr/bin:/bin";
        start.Environment["PROGRAM"] = Path.Combine(AppContext.BaseDirectory, "ProteomicsAnnotator");
        start.Environment["ANNOTATOR_HOME"] = _program.Folder;
        start.Environment["FOLDER"] = _program.Folder;
        start.Environment["READY"] = In("ready");
        start.Environment["NO_PROXY"] = "127.0.0.1";
        using Process shell = Process.Start(start)!;
        string output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (shell.ExitCode, output);
    }

    private static string FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    private string In(string path) => Path.Combine(_program.Folder, path);

    private void Put(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(path))!);
        File.WriteAllBytes(In(path), Encoding.UTF8.GetBytes(text));
    }
}
