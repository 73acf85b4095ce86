namespace OrleansVideo.Uploads;

/// <summary>The right to write one video's part file. A newer number ends all older ones.</summary>
/// <param name="Number">Grows by one with each lease of this video; the part file carries it.</param>
/// <param name="MaxBytes">How many bytes the file may have: the site's limit or the account's room, whichever is less.</param>
/// <param name="LimitedByQuota">Whether the account's room is the smaller of the two.</param>
/// <param name="RenewEvery">How often to renew; the lease lapses after three times as long.</param>
/// <param name="ReservedBytes">
/// How many bytes are reserved so far: before the file grows beyond them, the writer asks for more. 0 from a silo of the release before,
/// which reserves all of <paramref name="MaxBytes"/>.
/// </param>
/// <param name="ReservationStep">How many bytes are reserved at a time; 0 when all of <paramref name="MaxBytes"/> are.</param>
[GenerateSerializer, Immutable, Alias("UploadLease")]
public sealed record UploadLease(
    [property: Id(0)] int Number,
    [property: Id(1)] long MaxBytes,
    [property: Id(2)] bool LimitedByQuota,
    [property: Id(3)] TimeSpan RenewEvery,
    [property: Id(4)] long ReservedBytes = 0,
    [property: Id(5)] long ReservationStep = 0);
