using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Json;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>JSON of the HTTP interface: camelCase, numbers are numbers ("2" is no label).</summary>
public static class ApiJson
{
    public static void Configure(JsonOptions options)
    {
        options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        options.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJsonContext.Default);
    }
}
