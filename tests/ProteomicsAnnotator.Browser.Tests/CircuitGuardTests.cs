using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>A circuit's secret in the hands of another sign-in.</summary>
public sealed partial class CircuitGuardTests(Chromium chromium)
{
    [Theory]
    [InlineData("alice")]
    [InlineData("boss")]
    public async Task Circuit_AskedForUnderAnotherSignIn_IsNotGivenAndItsPageGoesOn(string owner)
    {
        using var campaign = new Campaign(2, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        IPage page = await chromium.NewPageAsync();
        Task<string> secret = SecretOfAsync(page);
        await using Annotator victim = await Annotator.SignInAsync(page, program.Link, owner);
        await victim.CompleteAsync("block_0001");
        IPage others = await chromium.NewPageAsync();
        await others.GotoAsync(program.Link);
        string signedOut = await CookiesOfAsync(others);
        await using Annotator bob = await Annotator.SignInAsync(others, program.Link, "bob");
        string signedIn = await CookiesOfAsync(others);

        Assert.False(await IsConnectedAsync(program, await secret, signedOut));
        Assert.False(await IsConnectedAsync(program, await secret, signedIn));
        Assert.False(await IsConnectedAsync(program, "CfDJ8-guessed", await CookiesOfAsync(page)));

        await victim.LabelAsync("block_0001", 2);
        Assert.True(await IsConnectedAsync(program, await secret, await CookiesOfAsync(page)));
    }

    [Fact]
    public async Task Circuit_OfAPageWhoseBrowserSignedInAsSomeoneElse_ComesBackAndAsks()
    {
        using var campaign = new Campaign(2, "488");
        await using RunningProgram program = await RunningProgram.StartAsync(campaign);
        await using var network = new NetworkProxy(program.Link);
        IPage page = await chromium.NewPageAsync(network);
        await using Annotator alice = await Annotator.SignInAsync(page, program.Link, "alice");
        await alice.CompleteAsync("block_0001");
        await page.EvaluateAsync("""
            () => fetch('/api/session', {
              method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"username": "bob"}' })
            """);

        network.BreakCircuit();

        await Expect(page.GetByText("but this page belongs to alice")).ToBeVisibleAsync();
        await page.GetByText("Go on as alice").ClickAsync();
        await alice.LabelAsync("block_0001", 1);
        await Eventually.TrueAsync("it is alice's", () => campaign.LabelsOf("alice").Count == 1);
    }

    /// <summary>The first message of its kind that the program sends: the answer to StartCircuit.</summary>
    private static Task<string> SecretOfAsync(IPage page)
    {
        var found = new TaskCompletionSource<string>();
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) =>
        {
            Match match = Secret().Match(Encoding.Latin1.GetString(frame.Binary ?? []));
            if (match.Success)
            {
                _ = found.TrySetResult(match.Value);
            }
        };
        return found.Task;
    }

    private static async Task<string> CookiesOfAsync(IPage page) =>
        string.Join("; ", (await page.Context.CookiesAsync()).Select(cookie => $"{cookie.Name}={cookie.Value}"));

    /// <summary>What ConnectCircuit answers, asked as Blazor's own client asks it (SignalR's hub protocol in MessagePack).</summary>
    private static async Task<bool> IsConnectedAsync(RunningProgram program, string secret, string cookies)
    {
        CancellationToken ct = TestContext.Current.CancellationToken;
        var link = new Uri(program.Link);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", cookies);
        socket.Options.SetRequestHeader("Origin", link.GetLeftPart(UriPartial.Authority));
        await socket.ConnectAsync(new Uri($"ws://{link.Authority}/_blazor"), ct);
        await socket.SendAsync("""{"protocol":"blazorpack","version":1}"""u8.ToArray().Append((byte)0x1e).ToArray(), WebSocketMessageType.Text, true, ct);
        byte[] name = [0xae, .. "ConnectCircuit"u8];
        byte[] argument = [0xda, (byte)(secret.Length >> 8), (byte)secret.Length, .. Encoding.ASCII.GetBytes(secret)];
        byte[] message = [0x96, 0x01, 0x80, 0xa1, (byte)'7', .. name, 0x91, .. argument, 0x90];
        await socket.SendAsync(Framed(message), WebSocketMessageType.Binary, true, ct);

        // [3, {}, "7", 3, result]
        byte[] answer = [0x95, 0x03, 0x80, 0xa1, (byte)'7', 0x03];
        var received = new List<byte>();
        byte[] buffer = new byte[4096];
        while (true)
        {
            WebSocketReceiveResult part = await socket.ReceiveAsync(buffer, ct);
            Assert.NotEqual(WebSocketMessageType.Close, part.MessageType);
            received.AddRange(buffer.AsSpan(0, part.Count));
            int at = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(received).IndexOf(answer);
            if (at >= 0 && received.Count > at + answer.Length)
            {
                return received[at + answer.Length] == 0xc3;
            }
        }
    }

    private static byte[] Framed(byte[] message)
    {
        var framed = new List<byte>();
        int length = message.Length;
        do
        {
            framed.Add((byte)((length & 0x7f) | (length > 0x7f ? 0x80 : 0)));
            length >>= 7;
        }
        while (length > 0);
        return [.. framed, .. message];
    }

    [GeneratedRegex("CfDJ8[A-Za-z0-9_-]{40,}", RegexOptions.None, 1000)]
    private static partial Regex Secret();
}
