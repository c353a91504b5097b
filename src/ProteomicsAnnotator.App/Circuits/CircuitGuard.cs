using System.Security.Claims;
using Microsoft.AspNetCore.SignalR;
using ProteomicsAnnotator.App.SigningIn;

namespace ProteomicsAnnotator.App.Circuits;

/// <summary>
/// Compares a connection's sign-in with the circuit's before the framework connects them. A caller who knows a circuit's
/// secret and the start token, but is signed in as another person or not at all, hears that there is no such circuit.
/// </summary>
public sealed partial class CircuitGuard(CircuitSeats seats, SignIns signIns, ILogger<CircuitGuard> log) : IHubFilter
{
    private static readonly object SeatKey = new();

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        HubCallerContext connection = invocationContext.Context;
        string? session = connection.User?.FindFirstValue(SessionAuthentication.SessionClaim);
        if (signIns.Limits is { } limits && connection.User?.Identity?.Name is { } username && !limits.TryCall(username))
        {
            // A page that asks so much is none that a person looks at; a call without an answer would wait for ever.
            LogCut(log, username);
            connection.Abort();
            return null;
        }

        string? secret = invocationContext.HubMethodArguments is [string first, ..] ? first : null;
        switch (invocationContext.HubMethodName)
        {
            case "StartCircuit":
                return await MadeAsync(invocationContext, next, session);
            case "ResumeCircuit":
                return seats.TryGet(secret, session, out _) ? await MadeAsync(invocationContext, next, session) : null;
            case "ConnectCircuit":
                if (!seats.TryGet(secret, session, out CircuitSeat? seat))
                {
                    return false;
                }

                seat.Connection = session;
                seat.ConnectBy(connection.Abort);
                connection.Items[SeatKey] = seat;
                break;
        }

        // Objects that the call makes in its circuit find their owner here.
        CircuitSeats.Current = connection.Items.TryGetValue(SeatKey, out object? kept) ? kept as CircuitSeat : null;
        return await next(invocationContext);
    }

    private async ValueTask<object?> MadeAsync(
        HubInvocationContext call, Func<HubInvocationContext, ValueTask<object?>> next, string? session)
    {
        var made = new CircuitSeat { Connection = session };
        made.ConnectBy(call.Context.Abort);
        call.Context.Items[SeatKey] = made;
        CircuitSeats.Current = made;
        object? secret = await next(call);
        if (secret is string kept)
        {
            seats.Add(kept, made);
        }

        return secret;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A page of {Username} was cut off: its calls, with those of the person's other pages, are more than a thousand a second.")]
    private static partial void LogCut(ILogger log, string username);
}
