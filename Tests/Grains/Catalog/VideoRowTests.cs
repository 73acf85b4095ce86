using OrleansVideo.Grains.Catalog;
using OrleansVideo.Videos;

namespace OrleansVideo.Tests.Grains.Catalog;

/// <summary>What a row says of a video is what its grain says.</summary>
public sealed class VideoRowTests
{
    private static readonly DateTimeOffset Moment = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_123);

    private static readonly VideoFailure Cause = new() { Code = VideoFailureCode.Truncated, Present = 5, Needed = 10 };

    private static readonly VideoDetails Full = new()
    {
        Id = Guid.CreateVersion7(),
        OwnerId = Guid.NewGuid(),
        Owner = "Walker",
        Title = "A WALK",
        Description = "Along the River",
        Visibility = Visibility.Unlisted,
        Status = VideoStatus.Trashed,
        Failure = Cause.InEnglish(),
        FailureCause = Cause,
        Size = 5_000_000_000,
        DurationSeconds = 1.5,
        Width = 1920,
        Height = 1080,
        VideoCodec = "h264",
        AudioCodec = "aac",
        ContentType = "video/mp4",
        ContentHash = "AB12",
        HasPoster = true,
        Views = 7,
        CreatedAt = Moment,
        PublishedAt = Moment.AddHours(1),
        DeleteAfter = Moment.AddDays(7),
        Revision = 9,
        Removal = new(HiddenBy.Hold, "A Court", Moment.AddHours(2)),
        Limit = new(Visibility.Unlisted, "Spam", Moment.AddHours(3)),
        Language = "pt-BR",
    };

    /// <summary>A member that nobody gave a value here would go unnoticed.</summary>
    [Fact]
    public void EveryMember_ButOneThatIsNotStored_ComesBackFromTheRow()
    {
        var unset = typeof(VideoDetails).GetProperties()
            .Where(property => property.Name != nameof(VideoDetails.IsNewer) && Equals(property.GetValue(Full), Default(property.PropertyType)));
        Assert.Empty(unset.Select(property => property.Name));
        Assert.Equal(Full, Full.ToRow().ToDetails());
    }

    [Fact]
    public void WhatIsNotKnown_IsNull()
    {
        var draft = new VideoDetails
        {
            Id = Full.Id,
            OwnerId = Full.OwnerId,
            Owner = "Walker",
            Title = "A walk",
            Visibility = Visibility.Public,
            Status = VideoStatus.Draft,
            CreatedAt = Moment,
            Revision = 1,
        };
        var row = draft.ToRow();

        Assert.Equal((null, null, null, null, 0L), (row.Size, row.Width, row.PublishedAt, row.RemovedBy, row.HasPoster));
        Assert.Equal("WALKER", row.OwnerKey);
        Assert.Equal(draft, row.ToDetails());
    }

    private static object? Default(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;
}
