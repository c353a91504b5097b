using System.Buffers.Binary;
using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Endpoints;

/// <summary>Many readers of whole volumes that hardly read: what they were sent is all that they may cost.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SlowReadersTests
{
    private const int Readers = 300;
    private const int Side = 512;
    private const int Slices = 24;
    private const long VolumeBytes = (long)Side * Side * 2 * Slices;

    /// <summary>The program, some volumes and what sockets hold; whole copies would be 3,600 MiB.</summary>
    private const long MostResident = 900L << 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Volumes_ToManySlowReaders_CostNoCopyEachAndTheProgramStaysQuick()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "resident memory is read from /proc");
        await using var program = new RealProgram();
        await File.WriteAllBytesAsync(Path.Combine(program.Folder, "blocks", "block_0001", "c0.tif"), Stack(), Token);
        System.Diagnostics.Process process = program.Start("--no-browser");
        var address = new Uri((await RealProgram.ReadyLineOfAsync(process)).Split(' ')[^1]);
        using var client = new HttpClient { BaseAddress = new Uri(address.GetLeftPart(UriPartial.Authority)), Timeout = TimeSpan.FromMinutes(3) };
        client.DefaultRequestHeaders.Add("Authorization", "Bearer secret");
        using HttpResponseMessage signedIn = await client.PostAsJsonAsync("/api/session", new { username = "bob" }, Token);
        string cookie = signedIn.Headers.GetValues("Set-Cookie").First().Split(';')[0];

        List<TcpClient> readers = [];
        for (int i = 0; i < Readers; i++)
        {
            readers.Add(await AskAsync(address, cookie));
        }

        long most = 0;
        for (int round = 0; round < 20; round++)
        {
            using HttpResponseMessage health = await client.GetAsync("/healthz", Token);
            Assert.True(health.IsSuccessStatusCode);
            most = Math.Max(most, ResidentBytes(process.Id));
            await Task.Delay(100, Token);
        }

        Assert.True(most < MostResident, $"{most >> 20} MiB resident");
        readers.ForEach(reader => reader.Dispose());
        for (int i = 0; i < Readers; i++)
        {
            (await AskAsync(address, cookie)).Dispose();
        }

        byte[] whole = await client.GetByteArrayAsync("/api/volumes/0/block_0001", Token);
        Assert.Equal(VolumeBytes, whole.Length);
        Assert.True(ResidentBytes(process.Id) < MostResident, $"{ResidentBytes(process.Id) >> 20} MiB resident");
        Assert.Equal("", string.Concat(program.Windows));
    }

    private static async Task<TcpClient> AskAsync(Uri address, string cookie)
    {
        var reader = new TcpClient { ReceiveBufferSize = 4096 };
        await reader.ConnectAsync(address.Host, address.Port, Token);
        string request = "GET /api/volumes/0/block_0001 HTTP/1.1\r\n"
            + string.Create(CultureInfo.InvariantCulture, $"Host: {address.Host}:{address.Port}\r\n")
            + $"Authorization: Bearer secret\r\nCookie: {cookie}\r\n\r\n";
        await reader.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), Token);
        return reader;
    }

    private static long ResidentBytes(int process)
    {
        string line = File.ReadLines($"/proc/{process}/status").First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
    }

    /// <summary>One page with all planes behind it, as ImageJ writes large stacks.</summary>
    private static byte[] Stack()
    {
        byte[] description = Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"ImageJ=1.53t\nimages={Slices}\nslices={Slices}\n\0"));
        (int Tag, int Type, int Count, int Value)[] entries =
        [
            (256, 4, 1, Side), (257, 4, 1, Side), (258, 4, 1, 16), (259, 4, 1, 1), (262, 4, 1, 1),
            (270, 2, description.Length, 1024), (273, 4, 1, 4096), (277, 4, 1, 1), (278, 4, 1, Side), (279, 4, 1, Side * Side * 2),
        ];
        byte[] file = new byte[4096 + VolumeBytes];
        "II*\0"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), 8);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(8), (short)entries.Length);
        for (int i = 0; i < entries.Length; i++)
        {
            Span<byte> entry = file.AsSpan(10 + (12 * i), 12);
            BinaryPrimitives.WriteInt16LittleEndian(entry, (short)entries[i].Tag);
            BinaryPrimitives.WriteInt16LittleEndian(entry[2..], (short)entries[i].Type);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], entries[i].Count);
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], entries[i].Value);
        }

        description.CopyTo(file, 1024);
        return file;
    }
}
