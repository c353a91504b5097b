using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>Takes the secret of a page's circuit, and asks for that circuit as anybody may.</summary>
internal static partial class CircuitCall
{
    /// <summary>The first message of its kind that the program sends: the answer to StartCircuit.</summary>
    public static Task<string> SecretOfAsync(IPage page)
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

    /// <summary>What ConnectCircuit answers at the address of a page, asked as Blazor's own client asks it (SignalR's hub protocol in MessagePack).</summary>
    public static async Task<bool> IsConnectedAsync(Uri page, string secret, Action<ClientWebSocketOptions> identify)
    {
        CancellationToken ct = TestContext.Current.CancellationToken;
        using var socket = new ClientWebSocket();
        identify(socket.Options);
        socket.Options.SetRequestHeader("Origin", page.GetLeftPart(UriPartial.Authority));
        await socket.ConnectAsync(new Uri($"{(page.Scheme == Uri.UriSchemeHttps ? "wss" : "ws")}://{page.Authority}/_blazor"), ct);
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
