namespace OrleansVideo.Uploads;

/// <summary>The right to write one video's part file. A newer number ends all older ones.</summary>
/// <param name="Number">Grows by one with each lease of this video; the part file bears it.</param>
/// <param name="MaxBytes">How many bytes the file may have: the site's limit or the account's room, whichever is less.</param>
/// <param name="LimitedByQuota">Whether the account's room is the smaller of the two.</param>
/// <param name="RenewEvery">How often to renew; the lease lapses after three times as long.</param>
[GenerateSerializer, Immutable, Alias("UploadLease")]
public sealed record UploadLease(
    [property: Id(0)] int Number,
    [property: Id(1)] long MaxBytes,
    [property: Id(2)] bool LimitedByQuota,
    [property: Id(3)] TimeSpan RenewEvery);
