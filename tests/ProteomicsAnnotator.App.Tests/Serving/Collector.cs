using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ProteomicsAnnotator.App.Tests.Serving;

/// <summary>
/// A collector of OpenTelemetry, as far as a test needs one: it takes what is sent over OTLP/HTTP, and reads measurements out of the protocol
/// buffers by their field numbers (opentelemetry-proto, metrics/v1).
/// </summary>
internal sealed class Collector : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<byte[]>> _bodies = new(StringComparer.Ordinal);

    public Collector()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        }

        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _ = TakeAsync();
    }

    public string Address { get; }

    /// <summary>Everything that was sent to a path, as it came.</summary>
    public IReadOnlyList<byte[]> SentTo(string path) => [.. _bodies.GetValueOrDefault(path) ?? []];

    /// <summary>The newest number of a measurement with an attribute: how many were recorded of a histogram, else the value. Null: it never came.</summary>
    public long? Newest(string name, string? attribute)
    {
        long? newest = null;
        foreach (byte[] metric in SentTo("/v1/metrics").SelectMany(body => Inside(body, 1)).SelectMany(resource => Inside(resource, 2)).SelectMany(scope => Inside(scope, 2)))
        {
            if (Inside(metric, 1).Single() is { } called && Encoding.UTF8.GetString(called) == name)
            {
                foreach (byte[] point in new[] { 5, 7, 9 }.SelectMany(kind => Inside(metric, kind)).SelectMany(data => Inside(data, 1)))
                {
                    bool isHistogram = Inside(metric, 9).Any();
                    bool isMeant = attribute is null || Inside(point, isHistogram ? 9 : 7).SelectMany(pair => Inside(pair, 2)).SelectMany(value => Inside(value, 1)).Any(text => Encoding.UTF8.GetString(text) == attribute);
                    newest = isMeant ? Fixed(point, isHistogram ? 4 : 6) : newest;
                }
            }
        }

        return newest;
    }

    public void Dispose() => _listener.Close();

    private async Task TakeAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext call = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await call.Request.InputStream.CopyToAsync(body);
                _bodies.GetOrAdd(call.Request.Url!.AbsolutePath, static _ => []).Enqueue(body.ToArray());
                call.Response.Close();
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }

    private static IEnumerable<byte[]> Inside(byte[] message, int number) =>
        FieldsOf(message).Where(field => field.Number == number && field.Bytes is not null).Select(field => field.Bytes!);

    private static long? Fixed(byte[] message, int number) =>
        FieldsOf(message).Where(field => field.Number == number && field.Bytes is null).Select(field => (long?)field.Value).LastOrDefault();

    private static IEnumerable<(int Number, byte[]? Bytes, long Value)> FieldsOf(byte[] message)
    {
        int at = 0;
        while (at < message.Length)
        {
            ulong key = Varint(message, ref at);
            int number = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    yield return (number, null, (long)Varint(message, ref at));
                    break;
                case 1:
                    yield return (number, null, BinaryPrimitives.ReadInt64LittleEndian(message.AsSpan(at)));
                    at += 8;
                    break;
                case 2:
                    int length = (int)Varint(message, ref at);
                    yield return (number, message[at..(at + length)], 0);
                    at += length;
                    break;
                default:
                    yield return (number, null, BinaryPrimitives.ReadInt32LittleEndian(message.AsSpan(at)));
                    at += 4;
                    break;
            }
        }
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = message[at++];
            value |= (ulong)(part & 127) << shift;
            if (part < 128)
            {
                return value;
            }
        }
    }
}
