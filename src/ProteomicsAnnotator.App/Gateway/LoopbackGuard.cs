using ProteomicsAnnotator.App.Http;

namespace ProteomicsAnnotator.App.Gateway;

/// <summary>Of a program with a window: a Host that is no loopback name (DNS rebinding) gets 421.</summary>
public static class LoopbackGuard
{
    public static Task CheckAsync(HttpContext context, RequestDelegate next) =>
        context.Request.Host.Host is "127.0.0.1" or "localhost" or "[::1]"
            ? next(context)
            : Problems.WriteAsync(context, StatusCodes.Status421MisdirectedRequest, "The Host header names no loopback address.");
}
