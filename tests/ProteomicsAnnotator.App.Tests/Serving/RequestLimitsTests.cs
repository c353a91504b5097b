using Microsoft.AspNetCore.Http;
using ProteomicsAnnotator.App.Gateway;
using ProteomicsAnnotator.App.SigningIn;

namespace ProteomicsAnnotator.App.Tests.Serving;

public sealed class RequestLimitsTests : IDisposable
{
    /// <summary>A loop asks for so many in far less time than they would be allowed in.</summary>
    private const int Many = 200_000;

    private readonly PersonLimits _people = new();
    private readonly RequestLimits _limits;

    public RequestLimitsTests() => _limits = new RequestLimits(_people, context => context.Request.Headers["user"] is [{ } username] ? username : null);

    public void Dispose()
    {
        _limits.Dispose();
        _people.Dispose();
    }

    [Fact]
    public async Task Person_WhoSendsFarMoreThanAHandCan_IsRefusedAndNobodyElseIs()
    {
        for (int label = 0; label < 100; label++)
        {
            Assert.Equal(StatusCodes.Status200OK, await AskAsync("PUT", "alice"));
        }

        Assert.True(await IsEverRefusedAsync(() => AskAsync("PUT", "alice")));
        Assert.Equal(StatusCodes.Status200OK, await AskAsync("PUT", "bob"));
        Assert.Equal(StatusCodes.Status200OK, await AskAsync("GET", "alice"));
        Assert.True(await IsEverRefusedAsync(() => AskAsync("GET", "alice")));
        Assert.Equal(StatusCodes.Status200OK, await AskAsync("GET", "bob"));
    }

    [Fact]
    public async Task Nobody_IsCountedByTheAddressThatIsForwarded_AndNotWhereNoneIs()
    {
        Assert.True(await IsEverRefusedAsync(() => AskAsync("POST", null, new ClientAddress("192.0.2.1"))));
        Assert.Equal(StatusCodes.Status200OK, await AskAsync("POST", null, new ClientAddress("192.0.2.2")));
        Assert.False(await IsEverRefusedAsync(() => AskAsync("POST", null, new ClientAddress(null)), 10_000));
    }

    private static async Task<bool> IsEverRefusedAsync(Func<Task<int>> ask, int most = Many)
    {
        for (int i = 0; i < most; i++)
        {
            if (await ask() == StatusCodes.Status429TooManyRequests)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<int> AskAsync(string method, string? username, ClientAddress? address = null)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Features.Set(address);
        if (username is not null)
        {
            context.Request.Headers["user"] = username;
        }

        await _limits.CheckAsync(context, _ => Task.CompletedTask);
        return context.Response.StatusCode;
    }
}
