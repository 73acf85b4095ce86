namespace OrleansVideo.WebFrontend.Accounts;

/// <summary>An account's storage, in bytes.</summary>
/// <param name="Used">Bytes charged, reservations of running uploads included.</param>
/// <param name="Limit">Bytes that the account may use.</param>
public sealed record QuotaJson(long Used, long Limit);
