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

    /// <summary>How long a browser that was signed in to an account stays exempt from the delays that strangers' failed sign-ins bring.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan KnownDeviceLife { get; set; } = TimeSpan.FromDays(90);
}
