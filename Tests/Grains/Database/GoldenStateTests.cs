using OrleansVideo.Accounts;
using OrleansVideo.Grains.Accounts;
using OrleansVideo.Grains.Database;
using OrleansVideo.Grains.Uploads;
using OrleansVideo.Grains.Videos;
using OrleansVideo.Silo.Persistence;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains.Database;

/// <summary>
/// The stored form of each state, as files that are never changed: a new form gets a new file, and the old ones must
/// still be read.
/// </summary>
public sealed class GoldenStateTests
{
    private static readonly DateTimeOffset Then = new(2026, 11, 1, 12, 0, 0, 123, TimeSpan.Zero);
    private static readonly Guid Account = new("0a1b2c3d-0000-4000-8000-00000000000a");
    private static readonly StateSerializer Serializer = new(GrainStateJson.Resolver);

    private static readonly VideoState Video = new()
    {
        Revision = 7, OwnerId = Account, Owner = "Ada", Title = "Zeit 时间 🎬", Description = "a\nb", Visibility = Visibility.Unlisted,
        Status = VideoStatus.Trashed, Content = new(1234, "abcd", "video/mp4"),
        Probe = new() { DurationSeconds = 3.04, Width = 320, Height = 180, VideoCodec = "h264", AudioCodec = "aac", HasPoster = true },
        Views = 5, CreatedAt = Then, PublishedAt = Then.AddMinutes(1), DeleteAfter = Then.AddDays(7), DeletionGeneration = 2,
    };

    private static readonly UploadState Upload = new() { Lease = 3, Length = 99, Content = new(99, "ef01", "video/webm") };

    private static readonly UserState User = new()
    {
        Revision = 4, AccountId = Account, UserName = "Ada", PasswordHash = "hash", SecurityStamp = "stamp", Roles = ["admin"],
        FailedSignIns = 2, LockedUntil = Then.AddMinutes(5), CreatedAt = Then,
        Sessions = [new(new Guid("0a1b2c3d-0000-4000-8000-00000000000b"), Then.AddDays(14))],
    };

    [Fact]
    public void Video_IsStoredAsInItsGoldenFile() => Stored("video-1.json", Video);

    /// <summary>Videos know since then whose their deletion is, who holds it, and an admin's ceiling on their visibility.</summary>
    [Fact]
    public void VideoOfAnAdminsAct_IsStoredAsInItsGoldenFile() => Stored("video-2.json", Video with
    {
        Removal = new(HiddenBy.Admin, "Not 这样", Then) { Generation = 2, Version = 9, HeldSince = Then.AddHours(1), HoldReason = "Evidence" },
        VisibilityLimit = new(Visibility.Unlisted, null, Then, Visibility.Public),
    });

    /// <summary>Failures have a code and its numbers since then, beside the sentence for the release before.</summary>
    [Fact]
    public void VideoThatFailed_IsStoredAsInItsGoldenFile()
    {
        var cause = new VideoFailure { Code = VideoFailureCode.Truncated, Present = 1000, Needed = 2345 };
        Stored("video-failed-1.json", new VideoState
        {
            Revision = 3, OwnerId = Account, Owner = "Ada", Title = "Zeit", Status = VideoStatus.Failed, Content = new(1000, "abcd", "video/mp4"),
            CreatedAt = Then, Failure = cause.InEnglish(), Probe = new() { Failure = cause.InEnglish(), Cause = cause },
        });
    }

    [Fact]
    public void Upload_IsStoredAsInItsGoldenFile() => Stored("upload-1.json", Upload);

    [Fact]
    public void User_IsStoredAsInItsGoldenFile()
    {
        Stored("user-1.json", User, out var read);
        Assert.Equal(User with { Roles = read.Roles, Sessions = read.Sessions }, read);
        Assert.Equal(User.Roles, read.Roles);
        Assert.Equal(User.Sessions, read.Sessions);
    }

    /// <summary>Sessions know since then where they were opened, and when.</summary>
    [Fact]
    public void UsersSession_IsStoredAsInItsGoldenFile()
    {
        var session = User.Sessions[0] with { Device = new Device("Firefox", "Linux"), OpenedAt = Then, UsedAt = Then.AddHours(1) };
        Stored("user-2.json", User with { Sessions = [session] }, out var read);
        Assert.Equal([session], read.Sessions);
    }

    [Fact]
    public void State_OfAnOlderForm_KeepsTheDefaultsOfWhatItLacks()
    {
        var video = Serializer.Deserialize<VideoState>(new BinaryData("""{"revision":1,"title":"t","somethingOfTomorrow":[1]}"""));
        Assert.Equal((1, "", Visibility.Private, VideoStatus.Draft), (video.Schema, video.Description, video.Visibility, video.Status));
        var user = Serializer.Deserialize<UserState>(new BinaryData("""{"revision":1}"""));
        Assert.Empty(user.Sessions);
        Assert.Empty(user.Roles);
    }

    private static void Stored<T>(string file, T state)
    {
        Stored(file, state, out var read);
        Assert.Equal(state, read);
    }

    private static void Stored<T>(string file, T state, out T read)
    {
        var golden = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Grains", "Database", "Golden", file));
        var written = Serializer.Serialize(state).ToString();
        Assert.Equal(golden.TrimEnd(), written); // To the byte: words, names, nulls, and what is escaped.
        Assert.DoesNotContain("OrleansVideo", written, StringComparison.Ordinal);
        read = Serializer.Deserialize<T>(new BinaryData(golden));
    }
}
