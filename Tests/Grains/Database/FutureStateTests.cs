using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansVideo.Grains.Accounts;
using OrleansVideo.Grains.Database;
using OrleansVideo.Grains.Uploads;
using OrleansVideo.Grains.Videos;
using OrleansVideo.Silo.Persistence;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains.Database;

/// <summary>States as a newer release may write them, read and written back by this one.</summary>
public sealed class FutureStateTests
{
    private static readonly StateSerializer Serializer = new(GrainStateJson.Resolver);

    [Fact]
    public void UnknownMembers_AtEveryDepth_AreWrittenBackAsTheyWere()
    {
        WrittenBack<VideoState>("video-future-member.json");
        WrittenBack<UploadState>("upload-future-member.json");
        WrittenBack<UserState>("user-future-member.json");
    }

    [Fact]
    public void UnknownMembers_OutliveACommand()
    {
        var golden = Golden("video-future-member.json");
        var video = Serializer.Deserialize<VideoState>(new BinaryData(golden));

        var next = VideoTransitions.Edit(video, new VideoEdit("New", null, null), HiddenBy.Owner, DateTimeOffset.UnixEpoch).Next!;

        var expected = JsonNode.Parse(golden)!;
        expected["title"] = "New";
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(Serializer.Serialize(next).ToString())));
    }

    [Fact]
    public void Content_IsTheSame_WhateverElseANewerReleaseKnowsOfIt()
    {
        var stored = Serializer.Deserialize<VideoState>(new BinaryData(Golden("video-future-member.json")));

        Assert.NotNull(stored.Content!.More);
        Assert.Equal(new StoredContent(1234, "abcd", "video/mp4"), stored.Content);
        Assert.NotEqual(new StoredContent(1234, "abce", "video/mp4"), stored.Content);
        Assert.Null(VideoTransitions.BeginProcessing(stored, new StoredContent(1234, "abcd", "video/mp4")).Refusal);
    }

    [Theory]
    [InlineData("video-future-word.json", VideoStatus.Unknown, Visibility.Public)]
    [InlineData("video-future-visibility.json", VideoStatus.Ready, Visibility.Unknown)]
    public void UnknownWord_IsReadAsUnknown_AndNeverWritten(string file, VideoStatus status, Visibility visibility)
    {
        var video = Serializer.Deserialize<VideoState>(new BinaryData(Golden(file)));

        Assert.Equal((status, visibility, true), (video.Status, video.Visibility, video.IsNewer));
        Assert.False(video.IsListed);
        Assert.Throws<JsonException>(() => Serializer.Serialize(video));
        Assert.Throws<NewerVersionException>(video.RefuseIfNewer);
    }

    [Fact]
    public void SchemaAboveItsOwn_IsRead_AndNotToBeWritten()
    {
        IStoredState[] states =
        [
            Serializer.Deserialize<VideoState>(new BinaryData(Golden("video-future-schema.json"))),
            Serializer.Deserialize<UploadState>(new BinaryData(Golden("upload-future-schema.json"))),
            Serializer.Deserialize<UserState>(new BinaryData(Golden("user-future-schema.json"))),
        ];

        Assert.All(states, state =>
        {
            Assert.True(state.IsNewer);
            Assert.Equal(2, state.Schema);
            Assert.Throws<NewerVersionException>(state.RefuseIfNewer);
        });
    }

    /// <summary>Else a video that failed for a reason of tomorrow could not even be deleted by this release.</summary>
    [Fact]
    public void UnknownFailure_IsWrittenBackAsItWas()
    {
        var golden = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Grains", "Database", "Golden", "video-failed-1.json")).TrimEnd()
            .Replace("\"code\":9,", "\"code\":9999,\"at\":[1.50],", StringComparison.Ordinal);
        var video = Serializer.Deserialize<VideoState>(new BinaryData(golden));

        Assert.False(video.IsNewer);
        var expected = JsonNode.Parse(golden)!;
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(Serializer.Serialize(video).ToString())));
    }

    /// <summary>Nested types that are stored need their own place for what they do not know.</summary>
    [Fact]
    public void StoredType_HasAPlaceForUnknownMembers()
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = GrainStateJson.Resolver };
        var seen = new HashSet<Type>();
        var lacking = new List<string>();
        foreach (var state in new[] { typeof(VideoState), typeof(UploadState), typeof(UserState) }) Collect(state);

        Assert.Empty(lacking);
        Assert.Superset(new HashSet<Type> { typeof(StoredContent), typeof(ProbeReport), typeof(VideoFailure), typeof(Session), typeof(StoredRemoval), typeof(StoredLimit) }, seen);

        void Collect(Type type)
        {
            if (!seen.Add(type)) return;
            var info = options.GetTypeInfo(type);
            if (info.ElementType is { } element) Collect(element);
            if (info.Kind != System.Text.Json.Serialization.Metadata.JsonTypeInfoKind.Object) return;
            if (!info.Properties.Any(property => property.IsExtensionData)) lacking.Add(type.Name);
            foreach (var property in info.Properties.Where(property => !property.IsExtensionData)) Collect(property.PropertyType);
        }
    }

    private static void WrittenBack<T>(string file)
    {
        var golden = Golden(file);
        Assert.Equal(golden, Serializer.Serialize(Serializer.Deserialize<T>(new BinaryData(golden))).ToString());
    }

    private static string Golden(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Grains", "Database", "Golden", file)).TrimEnd();
}
