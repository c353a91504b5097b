using System.Text;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Tests.Campaign;

public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("""{"classes":[{"name":"Inhibitory","color":"#22aa44"},{"name":"B","color":"#010203"}],"channel_names":["488","561"],"voxel_size_um":[1,0.5,0.5]}""", "Inhibitory:#22AA44,B:#010203")]
    [InlineData("""{"classes":["A","B"]}""", "A:#35B56E,B:#6390FF")]
    [InlineData("""["A"]""", "A:#35B56E")]
    public void Classes_Valid_AreRead(string json, string expected)
    {
        List<ConfigurationFault> faults = [];
        LabelClasses? classes = LabelClasses.Parse(Encoding.UTF8.GetBytes(json), "classes.json", faults);

        Assert.Empty(faults);
        Assert.Equal(expected, string.Join(',', classes!.Items.Select(item => $"{item.Name}:{item.Color}")));
    }

    [Fact]
    public void Classes_ManyFaults_AllAreNamed()
    {
        List<ConfigurationFault> faults = [];
        LabelClasses? classes = LabelClasses.Parse(
            """{"classes":[{"name":""},{"color":"red","name":"A"},7,{"name":"A"}],"channel_names":[1],"voxel_size_um":[1,2],"clases":[]}"""u8.ToArray(),
            "/etc/classes.json",
            faults);

        Assert.Null(classes);
        Assert.Equal(
            ["clases", "classes[0].name", "classes[1].color", "classes[2]", "classes", "channel_names", "voxel_size_um"],
            faults.Select(fault => fault.Key));
        Assert.Equal("/etc/classes.json: classes[1].color: found \"red\"; expected a colour as #RRGGBB", faults[2].ToString());
    }

    [Theory]
    [InlineData("""{"classes":[{"name":"A","description":"round","examples":["block_0001","t/block_0002"],"x_note":{"a":1,"a":2}}],"evidence":true,"x_lab":7}""")]
    [InlineData("""{"classes":["A","B"],"evidence":false,"channel_names":["\ud83d\ude00"]}""")]
    [InlineData("\uFEFF[\"A\", \"Ä\"]")]
    public void Classes_KnownAndPrivateKeys_AreRead(string json)
    {
        List<ConfigurationFault> faults = [];

        Assert.NotNull(LabelClasses.Parse(Encoding.UTF8.GetBytes(json), "classes.json", faults));
        Assert.Empty(faults);
    }

    [Fact]
    public void Class_WithDescriptionAndExamples_HasThem()
    {
        LabelClasses classes = LabelClasses.Parse(
            """{"classes":["A",{"name":"B","description":" round\nand small ","examples":["block_0001","t/block_0002"]}]}"""u8.ToArray(), "classes.json", [])!;

        Assert.Equal(("", 0), (classes.Find(1)!.Description, classes.Find(1)!.Examples.Count));
        Assert.Equal("round\nand small", classes.Find(2)!.Description);
        Assert.Equal(["block_0001", "t/block_0002"], classes.Find(2)!.Examples.Select(id => id.Value));
    }

    [Theory]
    [InlineData("""{"classes":[{"name":"A","colour":"#010203"}]}""", "classes[0].colour", "\"#010203\"", "color")]
    [InlineData("""{"classes":[{"name":"A","Color":"#010203"}]}""", "classes[0].Color", "\"#010203\"", "color")]
    [InlineData("""{"classes":["A"],"Evidence":true}""", "Evidence", "true", "evidence")]
    [InlineData("""{"classes":["A"],"evidence":"yes"}""", "evidence", "\"yes\"", "true or false")]
    [InlineData("""{"classes":["A"],"classes":["B"]}""", "classes", "twice", "once")]
    [InlineData("""{"classes":["A",{"name":"C","n\u0061me":"B"}]}""", "classes[1].name", "twice", "once")]
    [InlineData("""{"classes":[{"name":"A\uD800"}]}""", "classes[0].name", "A\\uD800", "whole characters")]
    [InlineData("""{"classes":["A"],"channel_names":["\uDC00"]}""", "channel_names[0]", "\\uDC00", "whole characters")]
    [InlineData("""{"classes":["A"],"\uD800":1}""", "(whole file)", "\\uD800", "whole characters")]
    [InlineData("""{"classes":["Glia cell","GLIA  cell"]}""", "classes", "\"Glia cell\" (1) and \"GLIA  cell\" (2)", "differ")]
    [InlineData("""{"classes":["Glia","Gl\u200Bia"]}""", "classes", "(1) and", "differ")]
    [InlineData("""{"classes":["a\nb"]}""", "classes[0]", "a\\nb", "control")]
    [InlineData("""{"classes":[{"name":"A","examples":["block_1"]}]}""", "classes[0].examples[0]", "block_1", "block_0001")]
    [InlineData("""{"classes":[{"name":"A","description":7}]}""", "classes[0].description", "7", "text")]
    public void Classes_WhatWasMeantOtherwise_IsAFaultWithKeyFoundAndExpected(string json, string key, string found, string expected)
    {
        List<ConfigurationFault> faults = [];

        Assert.Null(LabelClasses.Parse(Encoding.UTF8.GetBytes(json), "classes.json", faults));

        Assert.Contains(faults, fault => fault.Key == key
            && fault.Found.Contains(found, StringComparison.Ordinal)
            && fault.Expected.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Classes_FaultsOfEveryKind_AreToldAtOnce()
    {
        List<ConfigurationFault> faults = [];

        LabelClasses.Parse(
            """{"classes":[{"name":"A\uD800","Color":"#010203"},{"name":"B","name":"a"}],"lut":1}"""u8.ToArray(), "classes.json", faults);

        Assert.Equal(["classes[0].name", "classes[1].name", "lut", "classes[0].Color"], faults.Select(fault => fault.Key));
    }

    [Theory]
    [InlineData(new byte[] { (byte)'[', (byte)'"', 0xC4, (byte)'r', (byte)'"', (byte)']' }, "byte 0xC4 in line 1")]
    [InlineData(new byte[] { (byte)'[', (byte)'\n', (byte)'"', 0xE9, (byte)'"', (byte)']' }, "byte 0xE9 in line 2")]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'[', 0, (byte)']', 0 }, "UTF-16")]
    public void ClassesAndRoles_NotInUtf8_AreRefused(byte[] file, string found)
    {
        List<ConfigurationFault> faults = [];

        Assert.Null(LabelClasses.Parse(file, "classes.json", faults));
        Assert.Null(Roles.Parse(file, "roles.json", faults));

        Assert.Equal(["classes.json", "roles.json"], faults.Select(fault => fault.File));
        Assert.All(faults, fault =>
        {
            Assert.Equal("(whole file)", fault.Key);
            Assert.Contains(found, fault.Found, StringComparison.Ordinal);
            Assert.Equal("text in UTF-8", fault.Expected);
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"classes":[]}""")]
    [InlineData("""["1","2","3","4","5","6","7","8","9","10"]""")]
    public void Classes_Invalid_AreRefused(string json)
    {
        List<ConfigurationFault> faults = [];
        Assert.Null(LabelClasses.Parse(Encoding.UTF8.GetBytes(json), "classes.json", faults));
        Assert.NotEmpty(faults);
    }

    [Fact]
    public void Classes_OtherNamesOnTheShare_AreConflicts_ALongerListIsNot()
    {
        Assert.Empty(LabelClasses.Default.ConflictsWith(["Class 1", "Class 2"]));
        Assert.Empty(LabelClasses.Default.ConflictsWith(["Class 1", "Class 2", "Class 3", "Class 4"]));
        Assert.Equal([2], LabelClasses.Default.ConflictsWith(["Class 1", "Other", "Class 3"]));
    }

    [Fact]
    public void Roles_ValidAndInvalid()
    {
        List<ConfigurationFault> faults = [];
        Roles? roles = Roles.Parse("""{"admins": ["Alice", "bob_admin"]}"""u8.ToArray(), "roles.json", faults);
        Assert.True(roles!.IsAdmin("alice"));
        Assert.False(roles.IsAdmin("carol"));

        Assert.Null(Roles.Parse("""{"admins": ["a b", 7], "admin": []}"""u8.ToArray(), "roles.json", faults));
        Assert.Equal(["admin", "admins[0]", "admins[1]"], faults.Select(fault => fault.Key));
    }

    [Theory]
    [InlineData("""{"Admins": ["alice"]}""", "Admins")]
    [InlineData("""{"admins": ["alice"], "admins": []}""", "admins")]
    [InlineData("""{"admins": ["alice\uD800"]}""", "admins[0]")]
    public void Roles_WhatWasMeantOtherwise_IsAFault(string json, string key)
    {
        List<ConfigurationFault> faults = [];

        Assert.Null(Roles.Parse(Encoding.UTF8.GetBytes(json), "roles.json", faults));

        Assert.Contains(key, faults.Select(fault => fault.Key));
    }

    [Theory]
    [InlineData("Alice", "alice")]
    [InlineData(" bob_2 ", "bob_2")]
    [InlineData("con", null)]
    [InlineData("COM1", null)]
    [InlineData("com10", "com10")]
    [InlineData("alice_display", null)]
    [InlineData("../x", null)]
    [InlineData("ünal", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Username_Rule(string? text, string? expected)
    {
        Assert.Equal(expected is not null, Username.TryParse(text, out string? username));
        Assert.Equal(expected, username);
    }

    [Fact]
    public void Username_Length()
    {
        Assert.True(Username.TryParse(new string('a', 64), out _));
        Assert.False(Username.TryParse(new string('a', 65), out _));
    }

    [Theory]
    [InlineData("2024-01-02T10:30:00+00:00", "2024-01-02T10:30:00+00:00")]
    [InlineData("2024-01-02T10:30:00.5+00:00", "2024-01-02T10:30:00.500000+00:00")]
    [InlineData("2024-01-02T10:30:00.1234567Z", "2024-01-02T10:30:00.123456+00:00")]
    [InlineData("2024-01-02T12:30:00+02:00", "2024-01-02T10:30:00+00:00")]
    [InlineData("2024-01-02T10:30:00", "2024-01-02T10:30:00+00:00")]
    [InlineData("2024-13-02T10:30:00+00:00", null)]
    [InlineData("yesterday", null)]
    public void LabelTime_ReadsAnyFormAndWritesOne(string text, string? expected) =>
        Assert.Equal(expected, LabelTime.Parse(Encoding.UTF8.GetBytes(text)) is { } time ? LabelTime.Format(time) : null);
}
