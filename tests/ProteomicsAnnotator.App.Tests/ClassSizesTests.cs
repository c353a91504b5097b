using System.CodeDom.Compiler;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.Tests;

/// <summary>A class that must keep more in mind than this has a part with a life of its own.</summary>
public sealed class ClassSizesTests
{
    private const int MostFields = 15;
    private const BindingFlags OfInstances = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Records and structs are values, whose fields are what they say; of a component counts what it holds, not what it is given.</summary>
    [Fact]
    public void Classes_HaveAtMostFifteenFields() => Assert.Empty(
        from assembly in new[] { typeof(LabelShare).Assembly, typeof(AnnotatorOptions).Assembly }
        from type in assembly.GetTypes()
        where type.IsClass && type.GetMethod("<Clone>$") is null && !IsGenerated(type)
        let fields = type.GetFields(OfInstances).Count(field => type.GetEvent(field.Name, OfInstances) is null && !IsGiven(field))
        where fields > MostFields
        select $"{type.FullName}: {fields} fields");

    private static bool IsGenerated(Type type) =>
        type.IsDefined(typeof(CompilerGeneratedAttribute)) || type.IsDefined(typeof(GeneratedCodeAttribute)) || type.IsAssignableTo(typeof(JsonSerializerContext))
        || (type.DeclaringType is { } outer && IsGenerated(outer));

    /// <summary>A property that a page sets, or the program.</summary>
    private static bool IsGiven(FieldInfo field) =>
        field.Name.Split('<', '>') is ["", var name, ..] && field.DeclaringType!.GetProperty(name, OfInstances) is { } property
        && (property.IsDefined(typeof(ParameterAttribute)) || property.IsDefined(typeof(InjectAttribute)));
}
