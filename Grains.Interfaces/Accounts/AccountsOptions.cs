using System.ComponentModel.DataAnnotations;

namespace OrleansVideo.Accounts;

/// <summary>Accounts and sign-in, <c>OrleansVideo:Accounts</c>.</summary>
public sealed class AccountsOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "OrleansVideo:Accounts";

    /// <summary>Whether visitors may create accounts.</summary>
    public bool AllowRegistration { get; set; } = true;

    /// <summary>How long a session lives after its last use.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan SessionLife { get; set; } = TimeSpan.FromDays(14);

    /// <summary>Failed sign-ins in a row that close an account for <see cref="LockoutTime"/>.</summary>
    [Range(1, 100)]
    public int MaxFailedSignIns { get; set; } = 5;

    /// <summary>How long a closed account takes no sign-in.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan LockoutTime { get; set; } = TimeSpan.FromMinutes(5);
}
